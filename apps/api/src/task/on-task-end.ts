import type { Context } from '../context.js';
import type { StoredEvent } from '../db/store.js';
import type { TaskBody } from './task-view.js';

/** An event about a task that ended longer ago tells of something else: a favourite, a deletion. */
const FRESH_MS = 60_000;

/** Tells of each task as it ends, once, from the events that are stored anyway. */
export function onTaskEnd({ store }: Pick<Context, 'store'>, listener: (task: TaskBody) => void): void {
  const told = new Map<string, number>();

  function look(event: StoredEvent): void {
    // Most events are about tasks that go on: they are not even parsed.
    if (event.kind !== 'task' || event.body.includes('"finished_at":null')) return;
    const now = Date.now();
    for (const [id, at] of told) {
      // In the order in which they were told.
      if (now - at < FRESH_MS * 2) break;
      told.delete(id);
    }
    if (told.has(event.task_id)) return;
    // as: the body that `appendTaskEvent` wrote.
    const task = JSON.parse(event.body) as TaskBody;
    if (task.finished_at === null || now - Date.parse(task.finished_at) > FRESH_MS) return;
    told.set(event.task_id, now);
    listener(task);
  }

  store.onCommit((events) => {
    for (const event of events) look(event);
  });
}
