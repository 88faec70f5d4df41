import type { Backend } from '../src/backend/backend.js';

/** Accepts one task and holds it until it is cancelled: what remains is the API's own cost. */
export function createNullBackend(capacity: number): Backend {
  const held = new Map<string, () => void>();
  return {
    id: 'null',
    capacity: () => capacity,
    availability: () => 'ready',
    submit: async (job) => ({ kind: 'accepted', handle: job.attempt_id }),
    async *observe(handle, signal) {
      await new Promise<void>((resolve) => {
        held.set(handle, resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      const error = { code: 'cancelled_by_backend', message: 'stopped', retryable: false, detail: '' } as const;
      yield { kind: 'result', result: { attempt_id: handle, error } };
    },
    fetch: async () => new Uint8Array(),
    cancel: async (handle) => held.get(handle)?.(),
    probe: async () => ({ kind: 'unknown' }),
    release: (handle) => void held.delete(handle),
    close: async () => {},
  };
}
