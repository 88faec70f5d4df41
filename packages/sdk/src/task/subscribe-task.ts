import type { StreamEvent, Task } from '@easel/contracts';
import { EaselError } from '../error.js';
import { openStream } from '../event/open-stream.js';
import { resumeStream, type StreamOptions } from '../event/resume-stream.js';
import type { Transport } from '../http/transport.js';
import { isTerminal } from './is-terminal.js';
import { pollTask, readTask } from './poll-task.js';

/** Streams that break without a single event, in a row, before long polling takes over. */
const MAX_BROKEN = 2;
/** A stream begins with the task as it is. Where that does not arrive, something on the way holds streams back. */
const FIRST_MS = 10_000;

const isTask = (task: Task): StreamEvent => ({ event: 'task', id: null, data: task });
const isGone = (error: unknown) => error instanceof EaselError && [404, 410].includes(error.status);
const isPassing = (error: unknown) => error instanceof EaselError && error.retryable;

async function* fromStream(transport: Transport, id: string, options: StreamOptions): AsyncGenerator<StreamEvent> {
  const events = resumeStream({
    ...options,
    give_up_after: MAX_BROKEN,
    first_ms: Math.min(FIRST_MS, options.idle_ms ?? FIRST_MS),
    connect: async (last_event_id, signal) => {
      const headers = last_event_id === null ? {} : { 'last-event-id': last_event_id };
      const request = { params: { id }, headers };
      const answer = await transport.call('task', 'events', request, { signal, once: true });
      return openStream(answer.body);
    },
  });
  try {
    yield* events;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isPassing(error)) throw error;
    options.on_state?.('polling');
    for await (const task of pollTask(transport, id, options.signal)) yield isTask(task);
  }
}

/**
 * Yields a task's events until it is terminal or deleted: over a stream that resumes, or by long polling when streams
 * fail repeatedly. Never yields a version older than one already seen.
 */
export async function* subscribeTask(
  transport: Transport,
  id: string,
  options: StreamOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  let version = 0;
  try {
    for await (const received of fromStream(transport, id, options)) {
      const event = received.event === 'reset' ? isTask(await readTask(transport, id, options.signal)) : received;
      if (event.event === 'task') {
        if (event.data.version < version) continue;
        version = event.data.version;
      }
      yield event;
      if (event.event === 'deleted' || (event.event === 'task' && isTerminal(event.data))) return;
    }
  } catch (error) {
    if (version === 0 || !isGone(error)) throw error;
    yield { event: 'deleted', id: null, data: { task_id: id } };
  }
}
