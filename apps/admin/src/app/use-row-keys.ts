import type { Task } from '@easel/sdk';
import { type RefObject, useEffect, useState } from 'react';
import { useHotkeys } from '../app/use-hotkeys.js';

interface Options {
  tasks: readonly Task[];
  scroller: RefObject<HTMLElement | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  reveal: (index: number) => void;
}

/** J and K go through the rows, Enter opens (each row is a link), `/` goes to the search field. */
export function useRowKeys({ tasks, scroller, searchRef, reveal }: Options) {
  const [active, setActive] = useState<string | null>(null);
  const [wanted, setWanted] = useState(0);
  const move = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const at = tasks.findIndex((task) => task.id === active);
    const next = at === -1 ? 0 : Math.min(tasks.length - 1, Math.max(0, at + by));
    const task = tasks[next];
    if (task === undefined) return;
    reveal(next);
    setActive(task.id);
    setWanted((count) => count + 1);
  };
  useHotkeys({
    j: move(1),
    k: move(-1),
    '/': (event) => {
      event.preventDefault();
      searchRef.current?.focus();
    },
  });
  useEffect(() => {
    if (wanted === 0 || active === null) return;
    // The row may be drawn only after the list has scrolled to it.
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-task="${active}"]`)?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [active, wanted, scroller]);
  return { active, setActive };
}
