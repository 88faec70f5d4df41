import type { Attempt } from '@easel/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { catchUp } from './live-tasks.js';
import { statusesOf, type TaskFilter } from './task-filter.js';
import { STATUSES } from './task-status.js';

const PAGE = 100;

/** Tasks, newest first, page by page. The last part of the key is the filter that events are held against. */
export const taskListQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    queryFn: async ({ pageParam, signal }) => {
      const asked_at = performance.now();
      const { status: _, ...rest } = filter;
      const named = statusesOf(filter);
      const status = STATUSES.filter((s) => named.includes(s));
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      const page = await easel.task.list({ limit: PAGE, ...cursor, ...rest, status }, { signal });
      return catchUp(page, filter, asked_at, pageParam === null);
    },
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** What waits or runs now. */
export const activeTasksQuery = () => taskListQuery({ status: 'pending,processing' });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'detail', id],
    queryFn: ({ signal }) => easel.task.get(id, { signal }),
  });

/** All attempts of a task, first one first. */
export const attemptsQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'attempts', id],
    queryFn: async ({ signal }) => {
      const all: Attempt[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: { items: Attempt[]; next_cursor: string | null } = await easel.task.attempts(
          id,
          { limit: PAGE, ...(cursor !== '' && { cursor }) },
          { signal },
        );
        all.push(...page.items);
        cursor = page.next_cursor;
      }
      return all.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  });
