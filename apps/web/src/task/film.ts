import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { parametersIn } from '../model/model-form';
import { type Input, shownValue } from './build-input';

/** The names by which models declare how long a video is. */
export const FRAMES = 'frames';
export const FPS = 'fps';

export interface Film {
  frames: number | null;
  fps: number | null;
}

/** How many frames a video will have and how fast they are shown; null where the model does not say. */
export function filmOf(model: Model, mode: ModeName, values: Input): Film {
  const entries = new Map(parametersIn(model, mode));
  const number = (name: string): number | null => {
    const parameter = entries.get(name);
    const value = parameter && shownValue(values, name, parameter);
    return typeof value === 'number' && value > 0 ? value : null;
  };
  return { frames: number(FRAMES), fps: number(FPS) };
}

/** Seconds as they are read on a player: `5.1 s`, `12 s`. */
export const formatSeconds = (seconds: number): string =>
  `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;

/** How long the video will be, `5.1 s`, or null when that cannot be told. */
export const lengthOf = ({ frames, fps }: Film): string | null =>
  frames !== null && fps !== null ? formatSeconds(frames / fps) : null;
