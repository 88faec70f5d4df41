import { type RefObject, useEffect, useState } from 'react';
import { useHotkeys } from './use-hotkeys.js';
import type { ListRow } from './use-row-window.js';

interface Options {
  list: readonly ListRow[];
  scroller: RefObject<HTMLElement | null>;
  reveal: (index: number) => void;
}

/** J and K go through the rows; Enter opens, since each row's name is a link or a button. */
export function useRowKeys({ list, scroller, reveal }: Options) {
  const [active, setActive] = useState<string | null>(null);
  const [wanted, setWanted] = useState(0);
  const move = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const at = list.findIndex((row) => row.id === active);
    const next = at === -1 ? 0 : Math.min(list.length - 1, Math.max(0, at + by));
    const row = list[next];
    if (row === undefined) return;
    reveal(next);
    setActive(row.id);
    setWanted((count) => count + 1);
  };
  useHotkeys({ j: move(1), k: move(-1) });
  useEffect(() => {
    if (wanted === 0 || active === null) return;
    // The row may be drawn only after the list has scrolled to it.
    const frame = requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${active}"] :is(a, button)`)
        ?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [active, wanted, scroller]);
  return { active, setActive };
}
