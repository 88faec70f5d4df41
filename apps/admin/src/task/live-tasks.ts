import type { StreamEvent, Task } from '@easel/sdk';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { TaskFilter } from './task-filter.js';
import { applyEvents, newerTask, type TaskPage, type TaskPages, withProgress } from './task-pages.js';

const REMEMBERED_MS = 30_000;

let recent: { at: number; event: StreamEvent }[] = [];

/** Keeps events for answers that were on their way when these happened. */
export function rememberEvents(events: readonly StreamEvent[], now = performance.now()) {
  recent = recent.filter((entry) => now - entry.at < REMEMBERED_MS);
  recent.push(...events.map((event) => ({ at: now, event })));
}

const idOf = (event: StreamEvent): string | null =>
  event.event === 'task' ? event.data.id : event.event === 'reset' ? null : event.data.task_id;

/** A page as the server sent it, with what has happened since it was asked. Only the first page takes in new tasks. */
export function catchUp(page: TaskPage, filter: TaskFilter, asked_at: number, is_first: boolean): TaskPage {
  const known = new Set(page.items.map((task) => task.id));
  const events = recent
    .filter(({ at, event }) => at >= asked_at && (is_first || known.has(idOf(event) ?? '')))
    .map(({ event }) => event);
  return applyEvents({ pages: [page], pageParams: [null] }, events, filter).pages[0] ?? page;
}

function applyToTask(task: Task, event: StreamEvent): Task {
  if (event.event === 'task' && event.data.id === task.id) return newerTask(task, event.data);
  return event.event === 'progress' ? withProgress(task, event.data) : task;
}

/** Writes only what really changed: writing counts as a success, and would hide that a task is gone. */
function write<T>(client: QueryClient, key: QueryKey, change: (old: T) => T) {
  client.setQueryData<T>(key, (old) => {
    if (old === undefined) return undefined;
    const next = change(old);
    return next === old ? undefined : next;
  });
}

/** Brings every loaded list and task up to date. After a gap in the stream they are read again. */
export function applyToCache(client: QueryClient, events: readonly StreamEvent[]) {
  const cache = client.getQueryCache();
  for (const query of cache.findAll({ queryKey: ['tasks', 'list'] })) {
    // The key of a list ends with its filter: see task.queries.ts.
    const filter = query.queryKey[2] as TaskFilter;
    write<TaskPages>(client, query.queryKey, (old) => applyEvents(old, events, filter));
  }
  for (const query of cache.findAll({ queryKey: ['tasks', 'detail'] })) {
    write<Task>(client, query.queryKey, (old) => events.reduce(applyToTask, old));
  }
  for (const event of events) {
    const id = idOf(event);
    if (event.event === 'deleted') void client.invalidateQueries({ queryKey: ['tasks', 'detail', id] });
    if (event.event === 'task') void client.invalidateQueries({ queryKey: ['tasks', 'attempts', id] });
  }
  if (events.some((event) => event.event === 'reset')) void client.invalidateQueries({ queryKey: ['tasks'] });
}
