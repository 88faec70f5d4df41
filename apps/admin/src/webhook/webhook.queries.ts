import type { OwnedWebhook } from '@easel/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';
import { type DeliveryFilter, statesOf } from './delivery-filter.js';

const PAGE = 100;
/** Lists of more pages are not read again by themselves. */
const RELOAD_PAGES = 3;
const EVERY_MS = 3000;

/** The endpoints of all owners, newest first. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks', 'list'],
    queryFn: async ({ signal }) => {
      const all: OwnedWebhook[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: { items: OwnedWebhook[]; next_cursor: string | null } = await easel.webhook.list_all(
          { limit: PAGE, ...(cursor !== '' && { cursor }) },
          { signal },
        );
        all.push(...page.items);
        cursor = page.next_cursor;
      }
      return all;
    },
    ...LIVE,
  });

/** The deliveries of all owners, newest first, page by page. */
export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', filter],
    queryFn: ({ pageParam, signal }) => {
      const { state: _, ...rest } = filter;
      const state = statesOf(filter);
      const query = { limit: PAGE, ...rest, ...(state.length > 0 && { state }) };
      return easel.webhook.all_deliveries({ ...query, ...(pageParam !== null && { cursor: pageParam }) }, { signal });
    },
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= RELOAD_PAGES ? EVERY_MS : false),
    refetchOnWindowFocus: true,
    staleTime: 1000,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'detail', id],
    queryFn: ({ signal }) => easel.webhook.any_delivery(id, { signal }),
    ...LIVE,
  });
