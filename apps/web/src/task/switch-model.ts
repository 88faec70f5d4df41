import type { ModeName, Parameter } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { modeOr } from '../model/model-form';
import { changeDraft, type Draft, getDraft } from './draft';

/** Whether a value from another model is one that this parameter allows. Texts and pictures always may stay. */
function isWithin(p: Parameter, value: unknown): boolean {
  if (p.type === 'integer' || p.type === 'number') {
    if (typeof value !== 'number' || value < p.min || value > p.max) return false;
    return p.type === 'number' || (value - p.min) % (p.step ?? 1) === 0;
  }
  return p.type !== 'enum' || p.options.some((option) => option.value === value);
}

function isSizeWithin(model: Model, { width, height }: Record<string, unknown>): boolean {
  const custom = model.size?.custom;
  if (!custom) return true;
  return [width, height].every(
    (side) => typeof side === 'number' && side >= custom.min && side <= custom.max && side % custom.multiple_of === 0,
  );
}

const SIZE = ['width', 'height'];

/**
 * The draft for another model. What both models have is kept; what the next one could not do is laid aside, and is
 * there again when its own model is.
 */
export function draftFor(draft: Draft, next: Model, mode: ModeName | null): Draft {
  const values: Draft['values'] = {};
  const aside: Draft['values'] = {};
  const isSizeKept = isSizeWithin(next, draft.values);
  for (const [name, value] of Object.entries(draft.values)) {
    const parameter = next.parameters[name];
    const stays = SIZE.includes(name) ? isSizeKept : parameter === undefined || isWithin(parameter, value);
    (stays ? values : aside)[name] = value;
  }
  const { [next.id]: own, ...kept } = draft.kept;
  if (draft.model !== null && Object.keys(aside).length > 0) kept[draft.model] = aside;
  return { ...draft, model: next.id, mode: modeOr(next, mode), values: { ...own, ...values }, kept };
}

/** Shows another model in the form, in the same mode where it has it. What is shown may not have been chosen yet. */
export const switchModel = (shown: Model, next: Model, mode: ModeName | null): void =>
  changeDraft(draftFor({ ...getDraft(), model: shown.id }, next, mode));
