/** One block of a server-sent event stream. */
export interface ServerSentEvent {
  event: string;
  /** Null for a block that has an id and no data: not an event, but it moves the position. */
  data: string | null;
  /** The block's own `id:`; null when it has none. */
  id: string | null;
}

/** A parser of one stream: text in, events out. */
export interface EventParser {
  /** Takes the next piece of the stream and returns the events it completed. */
  push(text: string): ServerSentEvent[];
  /** Pause before reconnecting that the server asked for, in milliseconds. */
  readonly retry_ms: number | null;
}

/**
 * Parses `text/event-stream` as the HTML standard says: lines end with LF, CR or CRLF (also cut between two pieces),
 * several `data:` lines are joined, comments are skipped, a block without data is no event though its id counts, an
 * unfinished block at the end is dropped.
 */
export function createEventParser(): EventParser {
  let rest = '';
  let skip_lf = false;
  let event = '';
  let data: string[] = [];
  let id: string | null = null;
  let retry_ms: number | null = null;

  function endBlock(): ServerSentEvent[] {
    const text = data.length > 0 ? data.join('\n') : null;
    const done = text === null && id === null ? [] : [{ event: event || 'message', data: text, id }];
    event = '';
    data = [];
    id = null;
    return done;
  }

  function takeLine(line: string): ServerSentEvent[] {
    if (line === '') return endBlock();
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retry_ms = Number(value);
    return [];
  }

  return {
    push(text) {
      const events: ServerSentEvent[] = [];
      let piece = text;
      if (skip_lf && piece !== '') {
        if (piece[0] === '\n') piece = piece.slice(1);
        skip_lf = false;
      }
      const buffer = rest + piece;
      const line_end = /\r\n|\r|\n/g;
      let start = 0;
      for (let match = line_end.exec(buffer); match; match = line_end.exec(buffer)) {
        events.push(...takeLine(buffer.slice(start, match.index)));
        start = line_end.lastIndex;
      }
      // A CR at the very end may be the first half of a CRLF.
      skip_lf = buffer.endsWith('\r');
      rest = buffer.slice(start);
      return events;
    },
    get retry_ms() {
      return retry_ms;
    },
  };
}
