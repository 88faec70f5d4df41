import type { Backend } from '../src/backend/backend.js';

/** Accepts one task and holds it until it is cancelled: what remains is the API's own cost. */
export function createNullBackend(capacity: number): Backend {
  const held = new Map<string, () => void>();
  return {
    id: 'null',
    kind: 'embedded',
    label: 'Null',
    survives_restart: false,
    capacity: () => capacity,
    availability: () => 'ready',
    submit: async (job) => ({ kind: 'accepted', handle: job.attempt_id }),
    async *observe({ handle }, signal) {
      await new Promise<void>((resolve) => {
        held.set(handle, resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      const error = { code: 'cancelled_by_backend', message: 'stopped', retryable: false, detail: '' } as const;
      const facts = { fault: null, never_ran: false, billed_s: 0, deploy_hash: null, platform: null };
      yield { kind: 'result', result: { attempt_id: handle, error }, facts };
    },
    async *fetch() {
      yield new Uint8Array();
    },
    cancel: async ({ handle }) => held.get(handle)?.(),
    probe: async () => ({ kind: 'unknown', message: 'never asked' }),
    release: ({ handle }) => void held.delete(handle),
    close: async () => {},
  };
}
