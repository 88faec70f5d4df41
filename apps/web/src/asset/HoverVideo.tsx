import type { Asset } from '@easel/sdk';
import { classNames, PictureFrame } from '@easel/ui';
import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useMediaQuery } from '../app/use-media-query';
import { formatSeconds } from '../task/film';

/** How long a video is, on its still picture. */
export function DurationBadge({ asset, className }: { asset: Asset; className?: string }) {
  return (
    <span
      className={classNames(
        'pointer-events-none inline-flex items-center gap-1 rounded-sm bg-surface-1 px-1.5 py-0.5 text-[11px] leading-4 font-medium text-text-1',
        className,
      )}
    >
      <Play aria-hidden className="size-2.5 fill-current" />
      <span className="sr-only">Video, </span>
      {asset.duration_s === null ? 'video' : formatSeconds(asset.duration_s)}
    </span>
  );
}

export interface HoverVideoProps {
  asset: Asset;
  title: string;
  /** Whether the pointer is over it or the focus in it. */
  isActive: boolean;
  onBroken?: () => void;
}

/** A video as its still picture, which moves while it is looked at. Nothing is loaded before, nothing moves unasked. */
export function HoverVideo({ asset, title, isActive, onBroken }: HoverVideoProps) {
  const isCalm = useMediaQuery('(prefers-reduced-motion: reduce)');
  const [isPlaying, setIsPlaying] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const plays = isActive && !isCalm;
  useEffect(() => {
    if (!plays) setIsPlaying(false);
    // Interrupted before it began: nothing to tell.
    else video.current?.play().catch(() => undefined);
  }, [plays]);
  return (
    <span className="relative block size-full">
      <PictureFrame
        src={asset.preview_url}
        alt={title}
        width={asset.width}
        height={asset.height}
        loading="lazy"
        draggable={false}
        {...(onBroken ? { onBroken } : {})}
        className="size-full object-contain"
      />
      {plays ? (
        <video
          ref={video}
          src={asset.url}
          muted
          loop
          playsInline
          aria-hidden
          onPlaying={() => setIsPlaying(true)}
          className={classNames('absolute inset-0 size-full object-contain', !isPlaying && 'opacity-0')}
        />
      ) : null}
      <DurationBadge asset={asset} className="absolute bottom-1.5 left-1.5" />
    </span>
  );
}
