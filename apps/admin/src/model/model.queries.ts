import type { Model } from '@easel/sdk';
import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

/** Availability and measured figures change while the page is open. */
const EVERY_MS = 15_000;

/** The whole catalogue. */
export const modelsQuery = () =>
  queryOptions({
    queryKey: ['models', 'list'],
    queryFn: async ({ signal }) => {
      const all: Model[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: { items: Model[]; next_cursor: string | null } = await easel.model.list(
          { limit: 100, ...(cursor !== '' && { cursor }) },
          { signal },
        );
        all.push(...page.items);
        cursor = page.next_cursor;
      }
      return all;
    },
    refetchInterval: EVERY_MS,
  });

export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: ['models', 'detail', id],
    queryFn: ({ signal }) => easel.model.get(id, { signal }),
    refetchInterval: EVERY_MS,
  });
