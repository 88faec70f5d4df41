import { request } from 'node:http';

export interface SseEvent {
  id: string | null;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the data by asserting it.
  data: any;
}

export interface SseClient {
  status: number;
  events: SseEvent[];
  comments: string[];
  /** The last id seen, also of events without data. */
  last_id: string | null;
  /** Waits until an event is as asked. */
  until(is: (event: SseEvent) => boolean): Promise<SseEvent>;
  /** Resolved when the server or the client has ended the stream. */
  closed: Promise<void>;
  close(): void;
  pause(): void;
}

/** A client of server-sent events on a connection of its own, reading as the standard says. */
export function openSse(url: string, lastEventId?: string): Promise<SseClient> {
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      const watching = new Set<() => void>();
      const ended = Promise.withResolvers<void>();
      const client: SseClient = {
        status: response.statusCode ?? 0,
        events: [],
        comments: [],
        last_id: lastEventId ?? null,
        closed: ended.promise,
        close: () => sent.destroy(),
        pause: () => void response.pause(),
        until: (is) =>
          new Promise((found, lost) => {
            const look = () => {
              const event = client.events.find(is);
              if (event) {
                watching.delete(look);
                found(event);
              }
            };
            watching.add(look);
            look();
            void ended.promise.then(() => lost(new Error('the stream ended')));
          }),
      };
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          take(client, text.slice(0, end));
          text = text.slice(end + 2);
        }
        for (const look of [...watching]) look();
      });
      response.on('close', () => ended.resolve()).on('error', () => ended.resolve());
      resolve(client);
    });
    sent.on('error', reject).end();
  });
}

function take(client: SseClient, block: string): void {
  let data = '';
  let event = 'message';
  let has_id = false;
  for (const line of block.split('\n')) {
    if (line.startsWith(':')) client.comments.push(line.slice(1).trim());
    else if (line.startsWith('id: ')) {
      client.last_id = line.slice(4);
      has_id = true;
    } else if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  if (data !== '') client.events.push({ id: has_id ? client.last_id : null, event, data: JSON.parse(data) });
}
