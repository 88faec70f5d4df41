import type { AutoscalerPatch } from '@easel/contracts';

type Name = keyof AutoscalerPatch;

export const SCALING_FIELDS = [
  { name: 'min_containers', label: 'Warm', help: 'Kept even when idle.', min: 0 },
  { name: 'max_containers', label: 'At most', help: 'Never more than these.', min: 1 },
  { name: 'buffer_containers', label: 'Spare', help: 'Idle ones beside those at work.', min: 0 },
  { name: 'scaledown_s', label: 'Idle seconds', help: 'Until one is stopped.', min: 2 },
] as const satisfies { name: Name; label: string; help: string; min: number }[];

export type TypedScaling = Record<Name, string>;

export const EMPTY_SCALING: TypedScaling = {
  min_containers: '',
  max_containers: '',
  buffer_containers: '',
  scaledown_s: '',
};

/** What was typed as a change, or what is wrong with it. Empty fields stay as they are. */
export function readScaling(typed: TypedScaling): { patch: AutoscalerPatch } | { wrong: Partial<TypedScaling> } {
  const patch: AutoscalerPatch = {};
  const wrong: Partial<TypedScaling> = {};
  for (const { name, min } of SCALING_FIELDS) {
    const text = typed[name].trim();
    if (text === '') continue;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min) patch[name] = value;
    else wrong[name] = `Give a whole number from ${min}.`;
  }
  const { min_containers: least = 0, max_containers: most = Number.POSITIVE_INFINITY } = patch;
  if (least > most) wrong.min_containers = 'Cannot be more than “at most”.';
  return Object.keys(wrong).length > 0 ? { wrong } : { patch };
}
