import type { WorkerEvent } from '@easel/contracts';
import type { FromChild } from './process/messages.js';

type Bare<E> = E extends WorkerEvent ? Omit<E, 'attempt_id' | 'seq' | 'at'> : never;

type Listener = (event: WorkerEvent, bytes?: Uint8Array, poster?: Uint8Array | null) => void;

/** Numbers and stamps the events of one attempt. Progress never goes back. */
export function stampEvents(attempt_id: string, on_event: Listener) {
  let seq = 0;
  let reached = 0;
  const event = (bare: Bare<WorkerEvent>, bytes?: Uint8Array, poster?: Uint8Array | null): void => {
    if (bare.type === 'progress') {
      reached = Math.max(reached, bare.progress);
      on_event({ attempt_id, seq: seq++, at: new Date().toISOString(), ...bare, progress: reached });
    } else on_event({ attempt_id, seq: seq++, at: new Date().toISOString(), ...bare }, bytes, poster);
  };
  const message = (from: FromChild): void => {
    if (from.type === 'loaded' || from.type === 'done' || from.type === 'failed' || from.type === 'cancelled') return;
    if (from.type !== 'output') event(from);
  };
  return { event, message };
}
