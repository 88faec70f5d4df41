import type { OwnedKey } from '@easel/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

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

/** Active keys that have a budget. */
export const budgetsQuery = () =>
  queryOptions({
    queryKey: ['keys', 'budgets'],
    queryFn: async ({ signal }) => {
      const keys: OwnedKey[] = [];
      for (let cursor: string | null = ''; cursor !== null && keys.length < BUDGETS_MAX; ) {
        const page: { items: OwnedKey[]; next_cursor: string | null } = await easel.key.list_all(
          { limit: PAGE, ...(cursor !== '' && { cursor }) },
          { signal },
        );
        keys.push(...page.items);
        cursor = page.next_cursor;
      }
      return keys.filter(({ budget_microusd, state }) => budget_microusd !== null && state === 'active');
    },
    refetchInterval: EVERY_MS,
  });
