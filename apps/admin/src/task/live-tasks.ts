import type { AdminTaskStory, StreamEvent, Task } from '@easel/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { type RowPages, withEvents } from './task-rows.js';

const idOf = (event: StreamEvent): string | null =>
  event.event === 'task' ? event.data.id : event.event === 'reset' ? null : event.data.task_id;

function withEvent(task: Task, event: StreamEvent): Task {
  if (event.event === 'task') {
    return event.data.id === task.id && event.data.version >= task.version ? event.data : task;
  }
  const running = task.status === 'pending' || task.status === 'processing';
  if (event.event !== 'progress' || event.data.task_id !== task.id || !running) return task;
  const { task_id: _, ...progress } = event.data;
  return { ...task, ...progress };
}

/** Brings what is on the screen up to date with one's own events; everybody else's tasks are asked for again and again. */
export function applyToCache(client: QueryClient, events: readonly StreamEvent[]) {
  client.setQueriesData<RowPages>({ queryKey: ['admin_tasks', 'list'] }, (old) => {
    const next = old === undefined ? undefined : withEvents(old, events);
    return next === old ? undefined : next;
  });
  client.setQueriesData<AdminTaskStory>({ queryKey: ['admin_tasks', 'story'] }, (old) => {
    if (old === undefined) return undefined;
    const task = events.reduce(withEvent, old.task);
    return task === old.task ? undefined : { ...old, task };
  });
  const stored = events.filter((event) => event.event === 'task' || event.event === 'deleted');
  for (const id of new Set(stored.map(idOf))) {
    void client.invalidateQueries({ queryKey: ['admin_tasks', 'story', id] });
  }
  if (events.some((event) => event.event === 'reset')) void client.invalidateQueries({ queryKey: ['admin_tasks'] });
}
