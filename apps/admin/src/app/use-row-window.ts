import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';

/** A row of a list that is sorted by id, highest first. */
export interface ListRow {
  id: string;
}

/** The row at the top of the view: kept while rows enter above it, over a reload, and on the way back from one. */
interface Place {
  id: string;
  offset: number;
}

const keyOf = () => `easel.console.place:${location.pathname}${location.search}`;

function storedPlace(): Place | null {
  const [id, offset] = sessionStorage.getItem(keyOf())?.split(' ') ?? [];
  return id === undefined || id === '' ? null : { id, offset: Number(offset) || 0 };
}

/** How many pages a reload reads to find its place again. */
const MAX_PAGES_BACK = 20;

interface Options {
  list: readonly ListRow[];
  row_px: number;
  /** Height of the head that stays above the rows. */
  head_px: number;
  fetching: boolean;
  pages: number;
  more: (() => void) | null;
}

/** Draws only the rows in view, and holds the place while the list changes. */
export function useRowWindow({ list, row_px, head_px, fetching, pages, more }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<Place | null>(null);
  const [seeking, setSeeking] = useState<Place | null>(storedPlace);
  /** Newest row that was in view at the top: what is newer came unseen. */
  const [seen, setSeen] = useState<string | null>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => row_px,
    overscan: 12,
    getItemKey: (index) => list[index]?.id ?? index,
  });

  const scrollTo = (target: Place): boolean => {
    const index = list.findIndex((row) => row.id <= target.id);
    const box = scroller.current;
    if (index === -1 || box === null) return false;
    box.scrollTop = index * row_px + target.offset;
    return true;
  };

  const top = list[0]?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a changed list moves rows; scrolling itself must not
  useLayoutEffect(() => {
    if (seeking !== null) {
      const found = scrollTo(seeking);
      if (found) place.current = seeking;
      else if (fetching) return;
      if (found || more === null || pages >= MAX_PAGES_BACK) {
        setSeeking(null);
        setSeen(top);
      } else more();
    } else if (place.current !== null) scrollTo(place.current);
  }, [list, row_px, fetching]);

  if (scroller.current !== null && scroller.current.scrollTop === 0 && seeking === null && seen !== top) setSeen(top);

  const onScroll = () => {
    const box = scroller.current;
    if (box === null || seeking !== null) return;
    const index = Math.floor(box.scrollTop / row_px);
    const row = list[index];
    if (box.scrollTop < 1 || row === undefined) {
      place.current = null;
      sessionStorage.removeItem(keyOf());
      setSeen(top);
    } else {
      place.current = { id: row.id, offset: box.scrollTop - index * row_px };
      sessionStorage.setItem(keyOf(), `${place.current.id} ${Math.round(place.current.offset)}`);
    }
    if (more !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 20 * row_px) more();
  };

  /** Scrolls no further than needed to show a row whole. */
  const reveal = (index: number) => {
    const box = scroller.current;
    if (box === null) return;
    const start = index * row_px;
    const end = start + row_px + head_px - box.clientHeight;
    if (start < box.scrollTop) box.scrollTop = start;
    else if (end > box.scrollTop) box.scrollTop = end;
  };

  const unseen = seen === null || place.current === null ? 0 : list.findIndex((row) => row.id <= seen);
  return {
    scroller,
    rows,
    onScroll,
    unseen: Math.max(0, unseen),
    reveal,
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
  };
}
