import type { Settings } from '@easel/contracts';
import type { Backend, Observation, Submission } from './backend.js';

/** What operators read when the stored credentials do not open. */
export const LOCKED =
  'The stored token cannot be read: the secret key of this installation has changed. Enter the token again.';

/** Stands for a workspace whose credentials cannot be read, until they are entered again: what it has waits. */
export function createLockedBackend(id: string, label: string, settings: Settings): Backend {
  const closed = new AbortController();
  const refused: Submission = { kind: 'unknown', message: LOCKED, fault: 'credentials' };
  const blind: Observation = { kind: 'out_of_sight', fault: 'credentials', message: LOCKED };
  const runtimeOf = (model: string) =>
    Object.hasOwn(settings.models, model) ? settings.models[model]?.runtimes.modal : undefined;
  return {
    id,
    kind: 'modal',
    label,
    survives_restart: true,
    capacity: (model) => runtimeOf(model)?.max_containers ?? 0,
    availability: (model) => (runtimeOf(model) ? 'waiting' : 'unavailable'),
    async submit() {
      const error = { code: 'backend_lost' as const, message: 'It never began.', retryable: true, detail: LOCKED };
      return { kind: 'rejected', error, fault: 'credentials' };
    },
    async *observe(_attempt, signal) {
      yield blind;
      const over = AbortSignal.any([signal, closed.signal]);
      if (over.aborted) return;
      await new Promise<void>((resolve) => over.addEventListener('abort', () => resolve(), { once: true }));
    },
    // biome-ignore lint/correctness/useYield: there is nothing to be had from here.
    async *fetch() {
      throw new Error(LOCKED);
    },
    cancel: () => Promise.reject(new Error(LOCKED)),
    probe: async () => refused,
    release() {},
    async close() {
      closed.abort();
    },
  };
}
