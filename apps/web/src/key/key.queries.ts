import { infiniteQueryOptions } from '@tanstack/react-query';
import { easel } from '../app/client';

/** One's own keys, newest first. */
export const keysQuery = () =>
  infiniteQueryOptions({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) =>
      easel.key.list({ limit: 50, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5_000,
  });
