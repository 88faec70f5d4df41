import type { Asset } from '@easel/sdk';
import { classNames, IconButton } from '@easel/ui';
import { ImageOff, Maximize, Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useElementSize } from '../app/use-element-size';
import { fitGrid } from '../task/fit-grid';
import { DRAGGED_ASSET } from './dragged-asset';

const BAR_HEIGHT = 48;
/** One frame where the rate is not known. */
const FRAME_S = 1 / 24;

const clock = (seconds: number) => {
  const tenths = Math.floor(seconds * 10) / 10;
  return `${Math.floor(tenths / 60)}:${(tenths % 60).toFixed(1).padStart(4, '0')}`;
};

export interface VideoPlayerProps {
  asset: Asset;
  title: string;
  onBroken: () => void;
}

/** A video as large as the space allows, looping, with its controls below it so that nothing lies over the picture. */
export default function VideoPlayer({ asset, title, onBroken }: VideoPlayerProps) {
  const [ref, space] = useElementSize();
  const video = useRef<HTMLVideoElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [isLooping, setIsLooping] = useState(true);
  const [isBroken, setIsBroken] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(asset.duration_s ?? 0);
  const fit = space && fitGrid(1, asset.width / asset.height, { ...space, height: space.height - BAR_HEIGHT }, 0);
  const isShown = space !== null && fit !== null && fit.width > 0;

  useEffect(() => {
    const element = video.current;
    if (!isShown || !element) return;
    // Read when it is needed: who changes this setting while a video plays can press pause.
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) element.play().catch(() => undefined);
  }, [isShown]);

  // Smoother than the event of the element, which comes four times a second.
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    const follow = () => {
      setAt(video.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  function toggle() {
    const element = video.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => undefined);
    else element.pause();
  }
  function seek(seconds: number) {
    const element = video.current;
    if (!element) return;
    element.currentTime = Math.max(0, Math.min(length, seconds));
    setAt(element.currentTime);
  }
  function step(by: number) {
    video.current?.pause();
    seek((video.current?.currentTime ?? 0) + by * FRAME_S);
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target instanceof HTMLButtonElement;
    const acts: Record<string, () => void> = {
      ' ': toggle,
      ',': () => step(-1),
      '.': () => step(1),
      l: () => setIsLooping(!isLooping),
    };
    const isSeeking = event.target instanceof HTMLInputElement && event.key.startsWith('Arrow');
    const act = isButton && event.key === ' ' ? undefined : acts[event.key];
    if (!act && !isSeeking) return;
    // Not to be taken for a key of the page, where arrows go to the next picture.
    event.stopPropagation();
    if (!act) return;
    event.preventDefault();
    act();
  };
  // Custom properties are not part of React's style type.
  const fill = { '--fill': `${length > 0 ? (at / length) * 100 : 0}%` } as CSSProperties;

  return (
    <div ref={ref} className="grid size-full min-h-0 min-w-0 flex-1 place-content-center overflow-hidden">
      {isShown ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of controls is not a fieldset
        <div
          role="group"
          aria-label={`Video: ${title}`}
          style={{ width: Math.max(fit.width, Math.min(space.width, 380)) }}
          onKeyDown={onKeyDown}
        >
          {isBroken ? (
            <div
              className="mx-auto grid place-items-center gap-2 rounded-md bg-surface-3 text-sm text-text-2"
              style={{ width: fit.width, height: fit.height }}
            >
              <span className="flex flex-col items-center gap-2 px-4 text-center">
                <ImageOff aria-hidden className="size-6" />
                This browser cannot play the video. Download it instead.
              </span>
            </div>
          ) : (
            <video
              ref={video}
              src={asset.url}
              poster={asset.preview_url}
              width={asset.width}
              height={asset.height}
              muted
              playsInline
              loop={isLooping}
              preload="auto"
              draggable
              aria-label={title}
              onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ASSET, asset.id)}
              onClick={toggle}
              onKeyDown={() => undefined}
              onPlay={() => setIsPlaying(true)}
              onPause={() => setIsPlaying(false)}
              onLoadedMetadata={(event) => {
                if (Number.isFinite(event.currentTarget.duration)) setLength(event.currentTarget.duration);
              }}
              onError={() => {
                setIsBroken(true);
                onBroken();
              }}
              style={{ width: fit.width, height: fit.height }}
              className="mx-auto block rounded-md bg-surface-3 object-contain"
            />
          )}
          <div className="flex items-center gap-0.5" style={{ height: BAR_HEIGHT }}>
            <IconButton label={isPlaying ? 'Pause' : 'Play'} shortcut="Space" onClick={toggle} disabled={isBroken}>
              {isPlaying ? (
                <Pause aria-hidden className="size-4 fill-current" />
              ) : (
                <Play aria-hidden className="size-4 fill-current" />
              )}
            </IconButton>
            <input
              type="range"
              aria-label="Position"
              aria-valuetext={`${clock(at)} of ${clock(length)}`}
              min={0}
              max={length || 1}
              step={FRAME_S}
              value={at}
              disabled={isBroken}
              onChange={(event) => seek(Number(event.target.value))}
              className="ui-range min-w-0 flex-1"
              style={fill}
            />
            <span className="px-2 text-xs whitespace-nowrap text-text-2">
              {clock(at)} / {clock(length)}
            </span>
            {space.width > 420 ? (
              <>
                <IconButton label="One frame back" shortcut="," onClick={() => step(-1)} disabled={isBroken}>
                  <StepBack aria-hidden className="size-4" />
                </IconButton>
                <IconButton label="One frame on" shortcut="." onClick={() => step(1)} disabled={isBroken}>
                  <StepForward aria-hidden className="size-4" />
                </IconButton>
              </>
            ) : null}
            <IconButton
              label="Loop"
              shortcut="L"
              aria-pressed={isLooping}
              className={classNames(isLooping && 'text-accent!')}
              onClick={() => setIsLooping(!isLooping)}
            >
              <Repeat aria-hidden className="size-4" />
            </IconButton>
            <IconButton
              label="Full screen"
              disabled={isBroken}
              onClick={() => void video.current?.requestFullscreen().catch(() => undefined)}
            >
              <Maximize aria-hidden className="size-4" />
            </IconButton>
          </div>
        </div>
      ) : null}
    </div>
  );
}
