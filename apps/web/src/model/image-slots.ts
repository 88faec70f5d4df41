import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { modesOf, parametersIn } from './model-form';

/** What a picture is to a model: where it starts from, what is enlarged, what to draw anew, or a frame of a video. */
export type ImageRole = 'reference' | 'source' | 'mask' | 'first' | 'last' | 'keyframe';

/** A place of a mode that takes pictures. */
export interface ImageSlot {
  name: string;
  role: ImageRole;
}

/** A slot with the model and mode that have it. */
export interface ImagePlace extends ImageSlot {
  model: Model;
  mode: ModeName;
}

/** The name under which workers look for a mask. */
const MASK = 'mask';

function roleOf(mode: ModeName, name: string, index: number): ImageRole {
  if (name === MASK) return 'mask';
  if (mode === 'upscale') return 'source';
  if (mode === 'i2v') return 'first';
  if (mode === 'first_last_frame') return index === 0 ? 'first' : 'last';
  return 'reference';
}

/** The places of a mode that take pictures. Of a first and a last one, the first is declared first. */
export function slotsIn(model: Model, mode: ModeName): ImageSlot[] {
  const entries = parametersIn(model, mode);
  const images = entries.filter(([, p]) => p.type === 'image');
  return entries.flatMap(([name, p]): ImageSlot[] => {
    if (p.type === 'keyframes') return [{ name, role: 'keyframe' }];
    if (p.type !== 'image') return [];
    return [
      {
        name,
        role: roleOf(
          mode,
          name,
          images.findIndex(([other]) => other === name),
        ),
      },
    ];
  });
}

const RANK: Model['availability'][] = ['ready', 'starting', 'waiting', 'unavailable'];

/** Models in the order in which they would start a task, the given one first. */
export function bySoonest(models: readonly Model[], first?: Model): Model[] {
  const rank = (model: Model) => (model.id === first?.id ? -1 : RANK.indexOf(model.availability));
  return models.filter((model) => model.enabled).toSorted((a, b) => rank(a) - rank(b));
}

export interface Wish {
  models: readonly Model[];
  /** What the form shows; kept where it can do it. */
  current?: { model: Model; mode: ModeName } | undefined;
  role: ImageRole;
  /** Modes to be tried before others. */
  prefer?: readonly ModeName[];
}

/** Every place that takes a picture in a role, the best one first: one for each model that has it. */
export function placesFor({ models, current, role, prefer = [] }: Wish): ImagePlace[] {
  return bySoonest(models, current?.model).flatMap((model): ImagePlace[] => {
    const own = modesOf(model);
    const kept = current?.model.id === model.id ? [current.mode] : [];
    for (const mode of new Set([...prefer.filter((m) => own.includes(m)), ...kept, ...own])) {
      const slot = slotsIn(model, mode).find((s) => s.role === role);
      if (slot) return [{ ...slot, model, mode }];
    }
    return [];
  });
}
