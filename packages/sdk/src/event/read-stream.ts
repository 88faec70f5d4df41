import { EaselError } from '../error.js';
import { createEventParser, type ServerSentEvent } from './event-parser.js';

/** Where a stream stands, kept over reconnections. */
export interface StreamPosition {
  last_event_id: string | null;
  retry_ms: number | null;
}

/** How long a connection may be silent, in milliseconds: before its first piece, and between two pieces. */
export interface Patience {
  first_ms: number;
  idle_ms: number;
}

/** A connection that was silent for too long. */
export class SilentStreamError extends EaselError {
  constructor(
    ms: number,
    /** Nothing came at all: something on the way may hold streams back. */
    readonly from_the_start: boolean,
  ) {
    super({ code: 'network_error', message: `The event stream was silent for ${ms} ms.`, retryable: true });
  }
}

/** Reads a piece, or fails when none comes in time. */
async function readWithin<T>(read: Promise<T>, ms: number, first: boolean): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilentStreamError(ms, first)), ms);
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
  { first_ms, idle_ms }: Patience,
): AsyncGenerator<ServerSentEvent> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  const parser = createEventParser();
  let first = true;
  try {
    for (;;) {
      const { done, value } = await readWithin(reader.read(), first ? first_ms : idle_ms, first);
      first = false;
      if (done) return;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (event.id !== null) position.last_event_id = event.id;
        yield event;
      }
      position.retry_ms = parser.retry_ms ?? position.retry_ms;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
