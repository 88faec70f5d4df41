import type { ServerResponse } from 'node:http';
import type { Task } from '@easel/contracts';
import type { Reply } from './script-server.js';

const OPEN = { 'content-type': 'text/event-stream' };

/** A block of a stream with a task. */
export const taskBlock = (task: Task, id?: number) =>
  `event: task\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(task)}\n\n`;

/** A block of a stream with any event. */
export const block = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

function stream(text: string, then: (response: ServerResponse) => void): Reply {
  return {
    raw: (response) => {
      response.writeHead(200, OPEN);
      response.flushHeaders();
      response.write(text, () => then(response));
    },
  };
}

/** A stream that stays open after the given text. */
export const openStream = (text: string): Reply => stream(text, () => undefined);

/** A stream that the server ends after the given text. */
export const endedStream = (text: string): Reply => stream(text, (response) => response.end());

/** A stream that is cut off after the given text. */
export const cutStream = (text: string): Reply => stream(text, (response) => setTimeout(() => response.destroy(), 20));
