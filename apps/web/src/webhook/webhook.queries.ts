import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/client';

const EVERY_MS = 10_000;

/** One's own endpoints, newest first. There are twenty at most. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks'],
    queryFn: async ({ signal }) => (await easel.webhook.list({ limit: 100 }, { signal })).items,
    staleTime: 5_000,
  });

/** What was delivered to an endpoint, newest first. */
export const deliveriesQuery = (webhook_id: string) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', webhook_id],
    queryFn: ({ pageParam, signal }) =>
      easel.webhook.deliveries({ webhook_id, limit: 20, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    refetchInterval: EVERY_MS,
  });

/** One delivery with its requests and responses. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) => easel.webhook.delivery(id, { signal }),
    staleTime: 0,
  });
