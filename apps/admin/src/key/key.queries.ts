import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import type { NamedBudget } from './budget.js';

/** What is spent changes as tasks end; nobody needs it by the second. */
const EVERY_MS = 15_000;
const PAGE = 100;
/** Enough for the plot of budgets, which shows the fullest. */
const BUDGETS_MAX = 500;

/** Keys of all owners, newest first. */
export const keysQuery = (owner_id?: string) =>
  infiniteQueryOptions({
    queryKey: ['keys', 'list', owner_id ?? null],
    queryFn: ({ pageParam, signal }) =>
      easel.key.list_all({ limit: PAGE, owner_id, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: EVERY_MS,
  });

interface Pages<T> {
  items: T[];
  next_cursor: string | null;
}

/** Reads page after page, as far as the plot needs it. */
async function readAll<T>(read: (query: { limit: number; cursor?: string }) => Promise<Pages<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null && all.length < BUDGETS_MAX; ) {
    const page: Pages<T> = await read({ limit: PAGE, ...(cursor !== '' && { cursor }) });
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}

/** The budgets of people and of active keys. */
export const budgetsQuery = () =>
  queryOptions({
    queryKey: ['keys', 'budgets'],
    queryFn: async ({ signal }): Promise<NamedBudget[]> => {
      const [keys, users] = await Promise.all([
        readAll((query) => easel.key.list_all(query, { signal })),
        readAll((query) => easel.user.list(query, { signal })),
      ]);
      const active = keys.filter(({ state }) => state === 'active');
      const named = active.map((key) => ({ ...key, name: `${key.name} · ${key.owner_name}` }));
      return [...users, ...named].filter(({ budget_microusd }) => budget_microusd !== null);
    },
    refetchInterval: EVERY_MS,
  });
