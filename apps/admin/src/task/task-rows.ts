import type { AdminTask, StreamEvent } from '@easel/contracts';

export interface RowPage {
  items: AdminTask[];
  next_cursor: string | null;
}

export interface RowPages {
  pages: RowPage[];
  pageParams: unknown[];
}

/**
 * The loaded pages with the newest rows as they are now: what is new enters, what left the list leaves, and what is
 * older than the newest page stays. When more came meanwhile than one page holds, the list begins anew.
 */
export function withNewest(data: RowPages, newest: RowPage): RowPages {
  const last = newest.items.at(-1);
  if (newest.next_cursor === null || last === undefined) {
    return newest.next_cursor === null ? { pages: [newest], pageParams: [null] } : data;
  }
  const kept = data.pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id < last.id) }));
  const loaded = data.pages.some((page) => page.items.length > 0);
  const touches = data.pages.some((page) => page.items.some((row) => row.id >= last.id));
  const [first, ...older] = kept;
  if (first === undefined || (loaded && !touches)) return { pages: [newest], pageParams: [null] };
  return { ...data, pages: [{ ...first, items: [...newest.items, ...first.items] }, ...older] };
}

const isActive = ({ status }: Pick<AdminTask, 'status'>) => status === 'pending' || status === 'processing';

/** Whether something unfinished lies beyond the newest rows, where only a reload finds its end. */
export const hasOldActive = (data: RowPages, newest: number): boolean =>
  data.pages
    .flatMap((page) => page.items)
    .slice(newest)
    .some(isActive);

function changed(row: AdminTask, event: StreamEvent): AdminTask {
  if (event.event === 'progress' && event.data.task_id === row.id && isActive(row)) {
    return { ...row, progress: event.data.progress, stage: event.data.stage };
  }
  if (event.event !== 'task' || event.data.id !== row.id || event.data.version < row.version) return row;
  const { version, status, stage, progress, attempt, error, cost_microusd, finished_at, cancel_requested_at, lane } =
    event.data;
  return {
    ...row,
    ...{ version, status, stage, progress, attempt, error, cost_microusd, finished_at, cancel_requested_at, lane },
    run_ms: event.data.timing.run_ms ?? row.run_ms,
  };
}

/** The loaded rows as events tell; the same object when none is about them. */
export function withEvents(data: RowPages, events: readonly StreamEvent[]): RowPages {
  const gone = new Set(events.flatMap((event) => (event.event === 'deleted' ? [event.data.task_id] : [])));
  let touched = false;
  const pages = data.pages.map((page) => {
    const items = page.items.filter((row) => !gone.has(row.id)).map((row) => events.reduce(changed, row));
    if (items.length === page.items.length && items.every((row, index) => row === page.items[index])) return page;
    touched = true;
    return { ...page, items };
  });
  return touched ? { ...data, pages } : data;
}
