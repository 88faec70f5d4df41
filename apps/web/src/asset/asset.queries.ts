import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/client';

/** The pictures that were made, newest first; the favourites among them when asked for. */
export const galleryQuery = (favorite: boolean) =>
  infiniteQueryOptions({
    queryKey: ['assets', favorite ? 'favorites' : 'all'],
    queryFn: ({ pageParam, signal }) =>
      easel.asset.list({ kind: 'output', limit: 40, cursor: pageParam, ...(favorite ? { favorite } : {}) }, { signal }),
    // The type of a first page's cursor cannot be told from null alone.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 5 * 60_000,
  });

/** Pictures alone, for places that take no video. */
export const imagesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['assets', 'images'],
    queryFn: ({ pageParam, signal }) =>
      easel.asset.list({ kind: 'output', type: 'image', limit: 40, cursor: pageParam }, { signal }),
    // The type of a first page's cursor cannot be told from null alone.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 30_000,
  });

export const assetKey = (id: string) => ['asset', id] as const;

export const assetQuery = (id: string) =>
  queryOptions({ queryKey: assetKey(id), queryFn: ({ signal }) => easel.asset.get(id, { signal }) });
