import { Lane, type MediaType, TaskErrorCode, type TaskStatus } from '@easel/contracts';
import { nameIn, oneOf } from './filter-words.js';
import { STATUSES, TYPES } from './task-status.js';

/** How far back a list may look. */
export const WITHIN = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
export type Within = keyof typeof WITHIN;
// Object.keys forgets the literal keys that the table fixes.
const WITHIN_KEYS = Object.keys(WITHIN) as Within[];

/** What the address bar says about the list. */
export interface TaskFilter {
  /** Comma-separated, in the order of the life cycle. */
  status?: string;
  model?: string;
  type?: MediaType;
  lane?: Lane;
  /** Why it failed. */
  error?: TaskErrorCode;
  owner_id?: string;
  key_id?: string;
  /** Where any of its attempts went. */
  backend_id?: string;
  /** Created no longer ago. */
  within?: Within;
  /** The beginning of an id, or words of a prompt. */
  search?: string;
}

/** Reads the filter from an address; what it does not know, it leaves out. */
export function parseTaskFilter(search: Record<string, unknown>): TaskFilter {
  const named = typeof search.status === 'string' ? search.status.split(',') : [];
  const parts = {
    status: STATUSES.filter((status) => named.includes(status)).join(','),
    model: nameIn(search.model),
    type: oneOf(TYPES, search.type),
    lane: oneOf(Lane.options, search.lane),
    error: oneOf(TaskErrorCode.options, search.error),
    owner_id: nameIn(search.owner_id),
    key_id: nameIn(search.key_id),
    backend_id: nameIn(search.backend_id),
    within: oneOf(WITHIN_KEYS, search.within),
    search: nameIn(search.search)?.trim(),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== ''));
}

export const statusesOf = (filter: TaskFilter): string[] => filter.status?.split(',') ?? [];

/** The filter with one state added or taken away. */
export function toggleStatus(filter: TaskFilter, status: TaskStatus): TaskFilter {
  const on = statusesOf(filter);
  const next = STATUSES.filter((s) => (s === status ? !on.includes(s) : on.includes(s)));
  const { status: _, ...rest } = filter;
  return next.length === 0 || next.length === STATUSES.length ? rest : { ...rest, status: next.join(',') };
}

/** The filter as the API takes it. */
export function taskQueryOf({ within, ...rest }: TaskFilter, now = Date.now()) {
  return {
    ...rest,
    ...(within !== undefined && { created_after: new Date(now - WITHIN[within] * 1000).toISOString() }),
  };
}
