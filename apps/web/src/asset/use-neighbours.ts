import type { Asset } from '@easel/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { galleryQuery } from './asset.queries';

/** The pictures before and after one in the gallery. Reads on until it is found, because ids sort by time. */
export function useNeighbours(id: string, favorite: boolean): { newer: Asset | undefined; older: Asset | undefined } {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(galleryQuery(favorite));
  const assets = data?.pages.flatMap((page) => page.items) ?? [];
  const index = assets.findIndex((asset) => asset.id === id);
  const last = assets.at(-1);
  const isFurther = index === assets.length - 1 || (index === -1 && last !== undefined && last.id > id);
  useEffect(() => {
    if (isFurther && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isFurther, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return index === -1 ? { newer: undefined, older: undefined } : { newer: assets[index - 1], older: assets[index + 1] };
}
