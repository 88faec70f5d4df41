import type { StreamEvent } from '@easel/contracts';
import type { Transport } from '../http/transport.js';
import { openStream } from './open-stream.js';
import { resumeStream, type StreamOptions } from './resume-stream.js';
import { createVersionFilter } from './version-filter.js';

/** Events of all own tasks. */
export function createEventClient(transport: Transport) {
  const { call } = transport;
  return {
    /**
     * Every unfinished task, then every change, for as long as the loop runs. Reconnects and resumes by itself; on
     * `reset` changes were missed and lists must be read again.
     */
    async *subscribe(options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
      const is_new = createVersionFilter();
      const events = resumeStream({
        ...options,
        connect: async (last_event_id, signal) => {
          const headers = last_event_id === null ? {} : { 'last-event-id': last_event_id };
          const answer = await call('task', 'stream', { headers }, { signal, once: true });
          return openStream(answer.body);
        },
      });
      for await (const event of events) if (is_new(event)) yield event;
    },
  };
}
