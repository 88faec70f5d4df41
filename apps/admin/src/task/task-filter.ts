import type { MediaType, Task, TaskStatus } from '@easel/contracts';
import { promptOf, STATUSES, TYPES } from './task-status.js';

/** What the address bar says about the list: several states, one model, one type. */
export interface TaskFilter {
  /** Comma-separated, in the order of the life cycle. */
  status?: string;
  model?: string;
  type?: MediaType;
  /** Words of a prompt. */
  search?: string;
}

/** Reads the filter from an address; what it does not know, it leaves out. */
export function parseTaskFilter(search: Record<string, unknown>): TaskFilter {
  const named = typeof search.status === 'string' ? search.status.split(',') : [];
  const status = STATUSES.filter((s) => named.includes(s)).join(',');
  const type = TYPES.find((t) => t === search.type);
  const model = search.model;
  return {
    ...(status !== '' && { status }),
    // A model id made of digits is read as a number by the router.
    ...((typeof model === 'string' || typeof model === 'number') && model !== '' && { model: String(model) }),
    ...(type !== undefined && { type }),
    ...(typeof search.search === 'string' && search.search.trim() !== '' && { search: search.search.trim() }),
  };
}

export const statusesOf = (filter: TaskFilter): string[] => filter.status?.split(',') ?? [];

/** The filter with one state added or taken away. */
export function toggleStatus(filter: TaskFilter, status: TaskStatus): TaskFilter {
  const on = statusesOf(filter);
  const next = STATUSES.filter((s) => (s === status ? !on.includes(s) : on.includes(s)));
  const { status: _, ...rest } = filter;
  return next.length === 0 || next.length === STATUSES.length ? rest : { ...rest, status: next.join(',') };
}

/** Whether a task belongs in a list with this filter. */
export function matchesFilter(task: Task, filter: TaskFilter): boolean {
  return (
    (filter.status === undefined || statusesOf(filter).includes(task.status)) &&
    (filter.model === undefined || filter.model === task.model) &&
    (filter.type === undefined || filter.type === task.type) &&
    (filter.search === undefined || promptOf(task).toLowerCase().includes(filter.search.toLowerCase()))
  );
}
