import type { Model } from '@easel/sdk';
import { formatAbout, formatCost } from '../app/format';

export interface Standing {
  /** What a task for the model would meet, in words. */
  words: string;
  tone: 'ok' | 'warn' | 'neutral';
  /** What an operator can do about it, with the page of the console where it is done. */
  remedy: { label: string; href: string } | null;
}

/** Whether a model would start a task, in words. */
export function availabilityOf(model: Model): Standing {
  if (!model.enabled) return { words: 'Switched off', tone: 'neutral', remedy: null };
  switch (model.availability) {
    case 'ready':
      return { words: 'Ready', tone: 'ok', remedy: null };
    case 'starting': {
      const { start_ms_p50: start } = model.measured;
      const words = start === null || start < 1000 ? 'Starts a machine first' : `Starts in about ${formatAbout(start)}`;
      return { words, tone: 'ok', remedy: null };
    }
    case 'waiting':
      return { words: 'Tasks wait: its backend is away', tone: 'warn', remedy: null };
    case 'unavailable':
      return model.limits.runtimes.includes('modal')
        ? { words: 'Needs a backend', tone: 'neutral', remedy: { label: 'Connect Modal', href: '/admin/backends' } }
        : { words: 'Cannot run here', tone: 'neutral', remedy: { label: 'See backends', href: '/admin/backends' } };
  }
}

/** Why Generate cannot work with this model, and what to do. Null when it can. */
export function whyNot(model: Model): string | null {
  if (!model.enabled) return `${model.name} is switched off. Choose another model.`;
  if (model.availability !== 'unavailable') return null;
  return model.limits.runtimes.includes('modal')
    ? `No backend runs ${model.name} yet. Connect a Modal workspace and deploy it there, or choose a model that is ready.`
    : `No backend runs ${model.name}. Choose a model that is ready.`;
}

/** What one output typically costs: `free`, `typically $0.004 each`. Null until it was measured. */
export function priceOf(model: Model): string | null {
  const { samples, cost_microusd_p50: cost } = model.measured;
  if (samples === 0 || cost === null) return null;
  return cost === 0 ? 'free' : `typically ${formatCost(cost)} each`;
}
