import type { StreamEvent, Task } from '@easel/contracts';
import { matchesFilter, type TaskFilter } from './task-filter.js';

export interface TaskPage {
  items: Task[];
  next_cursor: string | null;
}

export interface TaskPages {
  pages: TaskPage[];
  pageParams: (string | null)[];
}

/** Newer of two records of one task. Progress does not raise the version, so an equal one wins too. */
export const newerTask = (have: Task, got: Task): Task => (got.version < have.version ? have : got);

/** A task with what a progress message says, or the same object when it no longer applies. */
export function withProgress(task: Task, event: Extract<StreamEvent, { event: 'progress' }>['data']): Task {
  if (task.id !== event.task_id || (task.status !== 'pending' && task.status !== 'processing')) return task;
  const { task_id: _, ...progress } = event;
  return { ...task, ...progress };
}

/** The loaded pages after some events: changed in place, entered at the right place, or left. */
export function applyEvents(data: TaskPages, events: readonly StreamEvent[], filter: TaskFilter): TaskPages {
  const changed = new Map<string, Task>();
  const gone = new Set<string>();
  const have = new Map(data.pages.flatMap((page) => page.items).map((task) => [task.id, task]));
  for (const event of events) {
    if (event.event === 'task') {
      const before = changed.get(event.data.id) ?? have.get(event.data.id);
      changed.set(event.data.id, before === undefined ? event.data : newerTask(before, event.data));
      gone.delete(event.data.id);
    } else if (event.event === 'progress') {
      const before = changed.get(event.data.task_id) ?? have.get(event.data.task_id);
      if (before !== undefined) changed.set(before.id, withProgress(before, event.data));
    } else if (event.event === 'deleted') {
      gone.add(event.data.task_id);
      changed.delete(event.data.task_id);
    }
  }
  if (changed.size === 0 && gone.size === 0) return data;
  const kept = data.pages.map((page) => ({
    ...page,
    items: page.items
      .filter((task) => !gone.has(task.id))
      .map((task) => changed.get(task.id) ?? task)
      .filter((task) => matchesFilter(task, filter)),
  }));
  const entering = [...changed.values()].filter((task) => !have.has(task.id) && matchesFilter(task, filter));
  return { ...data, pages: entering.reduce(enter, kept) };
}

/** Puts a task where its id belongs, newest first; beyond what is loaded, it is left to the next page. */
function enter(pages: TaskPage[], task: Task): TaskPage[] {
  const at = pages.findIndex((page) => page.next_cursor === null || page.items.some((item) => item.id < task.id));
  return pages.map((page, index) => {
    if (index !== at) return page;
    const place = page.items.findIndex((item) => item.id < task.id);
    const items = [...page.items];
    items.splice(place === -1 ? items.length : place, 0, task);
    return { ...page, items };
  });
}
