import type { AdminTask } from '@easel/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { type TaskFilter, taskQueryOf } from './task-filter.js';
import { hasOldActive } from './task-rows.js';
import { STATUS_LOOK } from './task-status.js';

export const PAGE = 100;
const NEWEST_EVERY_MS = 2500;
const RELOAD_EVERY_MS = 10_000;
/** Lists of more pages are not read again as a whole. */
const RELOAD_PAGES = 5;

const readPage = (filter: TaskFilter, cursor: string | null, signal: AbortSignal) =>
  easel.admin_task.list({ limit: PAGE, ...taskQueryOf(filter), ...(cursor !== null && { cursor }) }, { signal });

/** Tasks of all owners, newest first, page by page. What is new enters through `newestQuery`. */
export const taskListQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin_tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) => readPage(filter, pageParam, signal),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.pages.length <= RELOAD_PAGES && hasOldActive(data, PAGE) ? RELOAD_EVERY_MS : false,
  });

/** The newest page again and again, while somebody looks. */
export const newestQuery = (filter: TaskFilter) =>
  queryOptions({
    queryKey: ['admin_tasks', 'newest', filter],
    queryFn: ({ signal }) => readPage(filter, null, signal),
    refetchInterval: NEWEST_EVERY_MS,
    refetchOnWindowFocus: true,
    staleTime: 0,
  });

const STORY_EVERY_MS = 2000;
const ENDED_EVERY_MS = 15_000;

/** The whole story of one task; asked often until it has ended. */
export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: ['admin_tasks', 'story', id],
    queryFn: ({ signal }) => easel.admin_task.get(id, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && STATUS_LOOK[data.task.status].final ? ENDED_EVERY_MS : STORY_EVERY_MS,
    refetchOnWindowFocus: true,
    staleTime: 1000,
  });

export type TaskRow = AdminTask;
