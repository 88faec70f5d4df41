import type { Task } from '@easel/contracts';
import type { AnswerOf } from '../http/route-call.js';
import { sleep } from '../http/sleep.js';
import type { Transport } from '../http/transport.js';
import { isTerminal } from './is-terminal.js';

/** How long the server may hold an answer. */
const HOLD_S = 25;
/** Pause after a held answer that came at once though nothing had ended: the server does not hold. */
const PAUSE_MS = 1_000;

/** Asks to be held until the version differs from the one known; not at all before one is known. */
const unless = (etag: string | null) =>
  etag === null ? { query: {}, headers: {} } : { query: { wait_s: HOLD_S }, headers: { 'if-none-match': etag } };

/** Yields a task each time its stored state changes, by long polling, until it is terminal. */
export async function* pollTask({ call }: Transport, id: string, signal?: AbortSignal): AsyncGenerator<Task> {
  let etag: string | null = null;
  for (;;) {
    const started = Date.now();
    const answer: AnswerOf<'task', 'get'> = await call(
      'task',
      'get',
      { params: { id }, ...unless(etag) },
      { signal, patient: true },
    );
    if (answer.status === 200) {
      yield answer.body;
      if (isTerminal(answer.body)) return;
      if (etag === answer.headers.get('etag')) await sleep(PAUSE_MS, signal);
      etag = answer.headers.get('etag');
      if (etag === null) await sleep(PAUSE_MS, signal);
    } else if (Date.now() - started < PAUSE_MS) {
      await sleep(PAUSE_MS, signal);
    }
  }
}

/** A task as it is now. */
export async function readTask({ call }: Transport, id: string, signal?: AbortSignal): Promise<Task> {
  const answer = await call('task', 'get', { params: { id }, ...unless(null) }, { signal });
  // 304 needs If-None-Match, which is not sent here.
  return answer.body as Task;
}

/** Waits until a task is terminal: each call is held by the server until then, or until the time is up. */
export async function waitForTask({ call }: Transport, id: string, signal?: AbortSignal): Promise<Task> {
  for (;;) {
    const started = Date.now();
    const answer = await call(
      'task',
      'get',
      { params: { id }, query: { wait_s: HOLD_S }, headers: {} },
      { signal, patient: true },
    );
    if (answer.status === 200 && isTerminal(answer.body)) return answer.body;
    if (Date.now() - started < PAUSE_MS) await sleep(PAUSE_MS, signal);
  }
}
