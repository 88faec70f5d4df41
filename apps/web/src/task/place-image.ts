import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { bySoonest, type ImagePlace, type ImageRole, placesFor, slotsIn } from '../model/image-slots';
import { modeOr } from '../model/model-form';
import type { Draft } from './draft';
import { filmOf } from './film';
import { addKeyframe } from './keyframes';
import { draftFor } from './switch-model';

export interface Chosen {
  model: Model;
  mode: ModeName;
}

/** The model and mode that the form shows: the chosen ones where they exist, else the one that starts soonest. */
export function chosenOf(models: readonly Model[], draft: Pick<Draft, 'model' | 'mode'>): Chosen | null {
  const model = models.find((m) => m.id === draft.model) ?? bySoonest(models)[0] ?? models[0];
  return model ? { model, mode: modeOr(model, draft.mode) } : null;
}

/** The draft in another model and mode. Pictures go along to where they have the same role, whatever it is called there. */
export function draftIn(draft: Draft, from: Chosen | null, to: Chosen): Draft {
  const next = { ...draftFor(from ? { ...draft, model: from.model.id } : draft, to.model, to.mode), mode: to.mode };
  const values = { ...next.values };
  for (const slot of slotsIn(to.model, to.mode)) {
    const same = from && slotsIn(from.model, from.mode).find((other) => other.role === slot.role);
    if (same && values[slot.name] === undefined && draft.values[same.name] !== undefined) {
      values[slot.name] = draft.values[same.name];
    }
  }
  return { ...next, values };
}

/** The draft with a picture in a place, in the model and mode that have the place. */
export function placeImage(draft: Draft, from: Chosen | null, place: ImagePlace, id: string): Draft {
  const next = draftIn(draft, from, place);
  const before = next.values[place.name];
  const { frames } = filmOf(place.model, place.mode, next.values);
  const value = place.role === 'keyframe' ? addKeyframe(Array.isArray(before) ? before : [], frames ?? 1, id) : id;
  return { ...next, values: { ...next.values, [place.name]: value } };
}

/** Where a picture with a role goes: to the form's own mode if it can, else to the mode and model that start soonest. */
export function placeFor(models: readonly Model[], draft: Draft, role: ImageRole, prefer: readonly ModeName[] = []) {
  const current = chosenOf(models, draft) ?? undefined;
  const hasLast = current && typeof draft.values.last_image === 'string';
  const wanted = prefer.length === 0 && role === 'first' && hasLast ? (['first_last_frame'] as const) : prefer;
  return placesFor({ models, current, role, prefer: wanted })[0] ?? null;
}

/** Where a picture goes that was just dropped: the first empty place in sight, else the nearest that takes one. */
export function placeForDrop(models: readonly Model[], draft: Draft): ImagePlace | null {
  const current = chosenOf(models, draft);
  const slots = current ? slotsIn(current.model, current.mode).filter((slot) => slot.role !== 'mask') : [];
  const slot = slots.find((s) => draft.values[s.name] === undefined || s.role === 'keyframe') ?? slots[0];
  if (current && slot) return { ...slot, ...current };
  const near = (['reference', 'first', 'keyframe', 'source'] as const).map((role) => placeFor(models, draft, role));
  const own = near.find((place) => place?.model.id === current?.model.id);
  return own ?? near.find((place) => place !== null) ?? null;
}
