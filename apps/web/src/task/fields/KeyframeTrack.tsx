import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { formatSeconds } from '../film';
import { type Keyframe, nearestFree, stepFrom } from '../keyframes';

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -8,
  PageUp: 8,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export interface KeyframeTrackProps {
  label: string;
  keyframes: readonly Keyframe[];
  frames: number;
  fps: number | null;
  onMove: (from: number, to: number) => void;
}

/** The length of the video with a handle for each picture, moved by pointer or keys. */
export function KeyframeTrack({ label, keyframes, frames, fps, onMove }: KeyframeTrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);
  const focus = useRef<number | null>(null);
  useEffect(() => {
    if (focus.current === null) return;
    track.current?.querySelector<HTMLElement>(`[data-frame="${focus.current}"]`)?.focus();
    focus.current = null;
  });

  function move(from: number, to: number) {
    if (to === from) return;
    onMove(from, to);
  }
  const onPointerMove = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    const from = dragged.current;
    if (from === null || !box) return;
    const wanted = ((event.clientX - box.left) / box.width) * (frames - 1);
    const others = new Set(keyframes.filter((k) => k.frame !== from).map((k) => k.frame));
    const to = nearestFree(others, wanted, frames);
    if (to === null) return;
    dragged.current = to;
    focus.current = to;
    move(from, to);
  };
  const onKeyDown = (event: KeyboardEvent, frame: number) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const to = stepFrom(keyframes, frame, Math.max(-frames, Math.min(frames, event.shiftKey ? by * 8 : by)), frames);
    focus.current = to;
    move(frame, to);
  };

  const timeOf = (frame: number) => (fps === null ? '' : `, ${formatSeconds(frame / fps)}`);
  return (
    <div
      ref={track}
      className="relative mx-3 h-9 touch-none pointer-coarse:h-12"
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onPointerCancel={() => {
        dragged.current = null;
      }}
    >
      <span aria-hidden className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-surface-4" />
      {keyframes.map(({ frame }) => (
        <span
          key={frame}
          data-frame={frame}
          role="slider"
          tabIndex={0}
          aria-label={`${label} at frame`}
          aria-valuemin={0}
          aria-valuemax={frames - 1}
          aria-valuenow={frame}
          aria-valuetext={`frame ${frame}${timeOf(frame)}`}
          title={`Frame ${frame}${timeOf(frame)}`}
          onKeyDown={(event) => onKeyDown(event, frame)}
          onPointerDown={(event) => {
            dragged.current = frame;
            // Held by the track, because the handle is another element at another frame.
            track.current?.setPointerCapture(event.pointerId);
          }}
          style={{ left: `${(Math.min(frame, frames - 1) / Math.max(1, frames - 1)) * 100}%` }}
          className="absolute top-1/2 grid size-6 -translate-x-1/2 -translate-y-1/2 cursor-grab place-items-center rounded-full pointer-coarse:size-11"
        >
          <span className="size-4 rounded-sm border-2 border-surface-2 bg-accent" />
        </span>
      ))}
    </div>
  );
}
