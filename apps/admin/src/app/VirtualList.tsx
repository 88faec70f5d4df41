import { Button, Skeleton } from '@easel/ui';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { CallError } from './CallError.js';
import { useMedia } from './use-media.js';
import { useRowKeys } from './use-row-keys.js';
import { type ListRow, useRowWindow } from './use-row-window.js';
import { type Column, HEAD_PX, ROW_PX, VirtualTable } from './VirtualTable.js';

/** What a list needs of an infinite query. */
export interface PagedList<T> {
  data: { pages: readonly { items: readonly T[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T extends ListRow> {
  /** What is listed, in the plural: `tasks`. */
  noun: string;
  list: PagedList<T>;
  columns: readonly Column<T>[];
  /** Least width of the table, as a class. */
  least: string;
  /** A row on a narrow screen, and its height. */
  card: (row: T) => ReactNode;
  card_px: number;
  empty: ReactNode;
}

/** A long list: a table where there is room, cards where not; only what is in view is drawn, older pages are read as one scrolls. */
export function VirtualList<T extends ListRow>({ noun, list, columns, least, card, card_px, empty }: Props<T>) {
  const wide = useMedia('(min-width: 768px)');
  const row_px = wide ? ROW_PX : card_px;
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const view = useRowWindow({
    list: rows,
    row_px,
    head_px: wide ? HEAD_PX : 0,
    fetching: list.isFetching,
    pages: list.data?.pages.length ?? 0,
    more: list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : null,
  });
  const { active, setActive } = useRowKeys({ list: rows, scroller: view.scroller, reveal: view.reveal });
  // A page may hold few rows, or none, and still not be the last.
  const short = rows.length * row_px < window.innerHeight;
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  useEffect(() => {
    if (short && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [short, hasNextPage, isFetching, isError, fetchNextPage]);
  if (list.isPending || (rows.length === 0 && hasNextPage && !isError)) return <Loading noun={noun} />;
  if (list.isError && rows.length === 0) {
    return (
      <CallError title={`The ${noun} could not be loaded`} error={list.error} onRetry={() => void list.refetch()} />
    );
  }
  if (rows.length === 0) return <>{empty}</>;
  const label = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}, newest first`;
  const items = view.rows.getVirtualItems();
  const total_px = view.rows.getTotalSize();
  return (
    <div className="relative min-h-0 flex-1 border-t border-line">
      {view.unseen > 0 ? <Unseen count={view.unseen} onPress={view.toTop} /> : null}
      <section
        ref={view.scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={view.onScroll}
        className="absolute inset-0 overflow-auto -outline-offset-2! [overflow-anchor:none]"
      >
        {wide ? (
          <VirtualTable
            label={label}
            list={rows}
            complete={!hasNextPage}
            columns={columns}
            least={least}
            items={items}
            total_px={total_px}
            active={active}
            onActive={setActive}
          />
        ) : (
          <ul aria-label={label} className="relative" style={{ height: total_px }}>
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <li
                  key={row.id}
                  data-row={row.id}
                  className="absolute inset-x-0 overflow-hidden border-b border-line bg-surface-2 px-4 py-2.5"
                  style={{ height: card_px, transform: `translateY(${item.start}px)` }}
                >
                  {card(row)}
                </li>
              );
            })}
          </ul>
        )}
        <p role="status" className="sticky left-0 px-4 py-3 text-xs text-text-3">
          {list.isFetchingNextPage
            ? `Loading older ${noun} …`
            : list.hasNextPage
              ? `Scroll for older ${noun}.`
              : `${rows.length} in all.`}
        </p>
      </section>
    </div>
  );
}

const Unseen = ({ count, onPress }: { count: number; onPress: () => void }) => (
  <div className="absolute inset-x-0 top-11 z-40 flex justify-center">
    <Button
      size="sm"
      variant="primary"
      className="shadow-pop"
      icon={<ArrowUp aria-hidden className="size-3.5" />}
      onClick={onPress}
    >
      {count} new
    </Button>
  </div>
);

const SHAPES = Array.from({ length: 14 }, (_, index) => `row-${index}`);

const Loading = ({ noun }: { noun: string }) => (
  <div role="status" className="flex min-h-0 flex-1 flex-col gap-2 overflow-hidden border-t border-line p-4">
    <span className="text-[13px] text-text-2">Loading {noun} …</span>
    {SHAPES.map((shape) => (
      <Skeleton key={shape} className="h-8 shrink-0" />
    ))}
  </div>
);
