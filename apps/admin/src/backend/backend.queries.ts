import type { Backend } from '@easel/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';

/** Every backend: workspaces newest first, this machine last. */
export const backendsQuery = () =>
  queryOptions({
    queryKey: ['backends', 'list'],
    queryFn: async ({ signal }) => {
      const all: Backend[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: { items: Backend[]; next_cursor: string | null } = await easel.backend.list(
          { limit: 100, ...(cursor !== '' && { cursor }) },
          { signal },
        );
        all.push(...page.items);
        cursor = page.next_cursor;
      }
      return all;
    },
    ...LIVE,
  });

export const backendQuery = (id: string) =>
  queryOptions({
    queryKey: ['backends', 'detail', id],
    queryFn: ({ signal }) => easel.backend.get(id, { signal }),
    ...LIVE,
  });

/** What happened to a backend, newest first. */
export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['backends', 'history', id],
    queryFn: ({ pageParam, signal }) =>
      easel.backend.history(id, { limit: 20, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...LIVE,
  });

/** Containers and waiting inputs by model. Asks the platform, so less often. */
export const loadQuery = (id: string) =>
  queryOptions({
    queryKey: ['backends', 'load', id],
    queryFn: async ({ signal }) => (await easel.backend.load(id, { signal })).items,
    refetchInterval: 10_000,
  });

export const dispatchQuery = () =>
  queryOptions({
    queryKey: ['dispatch'],
    queryFn: ({ signal }) => easel.backend.dispatch({ signal }),
    ...LIVE,
  });
