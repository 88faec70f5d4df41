import { Task } from '@easel/contracts';
import type { UrlSigner } from '../asset/signed-url.js';
import { serializerOf } from '../http/serializers.js';
import type { Live, LiveTasks } from './live-tasks.js';
import { presentTask, type TaskBody } from './task-view.js';

const MAX_ENTRIES = 2000;

interface Entry {
  version: number;
  live: Live | undefined;
  /** Until when the signed URLs in the text are those that would be made now. */
  window: string;
  rendered: Rendered;
}

/** A task as sent: the value, and its text with exactly the declared fields. */
export interface Rendered {
  task: Task;
  text: string;
}

/** Tasks as JSON texts, kept while nothing in them has changed: most polls ask for what was just rendered. */
export interface TaskRenderer {
  /** The text of this version of a task, if it is held and still true. */
  held(id: string, version: number): Rendered | undefined;
  render(body: TaskBody): Rendered;
}

export function createTaskRenderer(ctx: { urls: UrlSigner; live: LiveTasks }): TaskRenderer {
  const stringify = serializerOf(Task);
  const entries = new Map<string, Entry>();
  return {
    held(id, version) {
      const entry = entries.get(id);
      if (entry?.version !== version || entry.live !== ctx.live.get(id)) return undefined;
      return entry.window === ctx.urls.expires_at() ? entry.rendered : undefined;
    },
    render(body) {
      const { id, version } = body;
      const task = presentTask(body, ctx);
      const rendered = { task, text: stringify(task) };
      entries.delete(id);
      entries.set(id, { version, live: ctx.live.get(id), window: ctx.urls.expires_at(), rendered });
      if (entries.size > MAX_ENTRIES) {
        const oldest = entries.keys().next().value;
        if (oldest !== undefined) entries.delete(oldest);
      }
      return rendered;
    },
  };
}
