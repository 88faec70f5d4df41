import { EaselError } from '../error.js';
import { createEventParser, type ServerSentEvent } from './event-parser.js';

/** Where a stream stands, kept over reconnections. */
export interface StreamPosition {
  last_event_id: string | null;
  retry_ms: number | null;
}

const silent = (ms: number) =>
  new EaselError({ code: 'network_error', message: `The event stream was silent for ${ms} ms.`, retryable: true });

/** Reads a piece, or fails when none comes in time. The server sends a comment every 15 s. */
async function readWithin<T>(read: Promise<T>, idle_ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent(idle_ms)), idle_ms);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Yields the events of one connection until the server ends it, and notes the position after each. */
export async function* readStream(
  response: Response,
  position: StreamPosition,
  idle_ms: number,
): AsyncGenerator<ServerSentEvent> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  const parser = createEventParser();
  const note = () => {
    position.last_event_id = parser.last_event_id ?? position.last_event_id;
    position.retry_ms = parser.retry_ms ?? position.retry_ms;
  };
  try {
    for (;;) {
      const { done, value } = await readWithin(reader.read(), idle_ms);
      if (done) return;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (event.id !== null) position.last_event_id = event.id;
        yield event;
      }
      note();
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
