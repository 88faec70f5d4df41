import { Button, Field, IconButton, Input, Slider } from '@easel/ui';
import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ParameterOf } from '../../model/model-form';
import { type Film, formatSeconds } from '../film';
import { addKeyframe, type Keyframe, moveKeyframe, sortKeyframes } from '../keyframes';
import { ImageBox } from './ImageBox';
import { KeyframeTrack } from './KeyframeTrack';
import type { FieldPart } from './TextField';

/** Where a model does not say how long its videos are, the track still needs an end. */
const UNKNOWN_FRAMES = 121;

/** The number of a frame. It takes effect when it is left, because half a number is another frame. */
function FrameInput({ frame, max, onChange }: { frame: number; max: number; onChange: (frame: number) => void }) {
  const [text, setText] = useState(String(frame));
  useEffect(() => setText(String(frame)), [frame]);
  const commit = () => {
    const wanted = Number(text);
    if (text.trim() !== '' && Number.isFinite(wanted)) onChange(wanted);
    setText(String(frame));
  };
  return (
    <Input
      type="number"
      min={0}
      max={max}
      aria-label={`Frame of the picture at ${frame}`}
      value={text}
      className="w-20!"
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) commit();
      }}
    />
  );
}

export interface KeyframesFieldProps extends FieldPart<ParameterOf<'keyframes'>, Keyframe[]> {
  film: Film;
}

/** Pictures pinned to frames of the video: a handle for each on the track, and a row with its figures. */
export default function KeyframesField({ name, parameter, value, error, onChange, film }: KeyframesFieldProps) {
  const id = `field-${name}`;
  const frames = film.frames ?? UNKNOWN_FRAMES;
  const keyframes = sortKeyframes(value);
  const hand = (next: Keyframe[]) => onChange(next.length === 0 ? undefined : next);
  const change = (index: number, part: Partial<Keyframe>) =>
    hand(keyframes.map((keyframe, i) => (i === index ? { ...keyframe, ...part } : keyframe)));
  const move = (from: number, to: number) => hand(moveKeyframe(keyframes, from, to, frames));
  const isFull = keyframes.length >= Math.min(parameter.max_items, frames);
  return (
    <Field
      id={id}
      label={parameter.label}
      help={parameter.help}
      error={error}
      required={parameter.required}
      group
      aside={`${keyframes.length} of at most ${parameter.max_items}`}
    >
      {keyframes.length > 0 ? (
        <>
          <KeyframeTrack label={parameter.label} keyframes={keyframes} frames={frames} fps={film.fps} onMove={move} />
          <p className="-mt-1 flex justify-between text-xs text-text-3" aria-hidden>
            <span>0</span>
            <span>
              {frames - 1}
              {film.fps !== null ? `, at ${formatSeconds((frames - 1) / film.fps)}` : ''}
            </span>
          </p>
        </>
      ) : null}
      <ul className="flex flex-col gap-2">
        {keyframes.map((keyframe, index) => (
          // A picture keeps its row while it is moved past no other one.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className="flex flex-col gap-2 rounded-md border border-line p-2">
            <div className="flex items-center gap-2 text-[13px] text-text-2">
              <span>Frame</span>
              <FrameInput frame={keyframe.frame} max={frames - 1} onChange={(to) => move(keyframe.frame, to)} />
              {film.fps !== null ? <span>at {formatSeconds(keyframe.frame / film.fps)}</span> : null}
              <IconButton
                label={`Remove the picture at frame ${keyframe.frame}`}
                size="sm"
                className="ml-auto"
                onClick={() => hand(keyframes.filter((_, i) => i !== index))}
              >
                <X aria-hidden className="size-4" />
              </IconButton>
            </div>
            <ImageBox
              id={`${id}-${index}`}
              label={`Picture at frame ${keyframe.frame}`}
              value={keyframe.image}
              onChange={(image) => change(index, { image })}
            />
            <div className="flex items-center gap-3 text-[13px] text-text-2">
              <label htmlFor={`${id}-${index}-strength`}>Strength</label>
              <div className="min-w-0 flex-1">
                <Slider
                  id={`${id}-${index}-strength`}
                  label={`Strength at frame ${keyframe.frame}`}
                  value={keyframe.strength ?? 1}
                  min={0}
                  max={1}
                  step={0.05}
                  onChange={(strength) => change(index, { strength: strength === 1 ? undefined : strength })}
                />
              </div>
            </div>
          </li>
        ))}
      </ul>
      <Button
        id={id}
        size="sm"
        className="self-start"
        disabled={isFull}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => hand(addKeyframe(keyframes, frames))}
      >
        Add a key frame
      </Button>
    </Field>
  );
}
