import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { backendsQuery } from '../backend/backend.queries.js';
import { needsSomebody } from '../backend/backend-look.js';

export const NAV =
  'inline-flex h-9 shrink-0 scroll-mx-3 items-center rounded-md px-2.5 text-text-2 hover:bg-surface-3 hover:text-text-1 pointer-coarse:min-h-11';
const NAV_ON = { className: 'bg-surface-3 text-text-1! font-medium' };
const ON = { activeProps: NAV_ON, activeOptions: { includeSearch: false } } as const;

/** Asked on every screen, so seldom; the screen of backends asks more often by itself. */
const EVERY_MS = 15_000;

/** The rooms of the console. On a narrow screen a row of its own that scrolls sideways. */
export function Navigation() {
  const { data } = useQuery({ ...backendsQuery(), refetchInterval: EVERY_MS });
  const faulty = data?.filter(needsSomebody).length ?? 0;
  const row = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page moves the row, and the number of faults its links
  useEffect(() => {
    row.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [pathname, faulty]);
  return (
    <nav
      ref={row}
      aria-label="Console"
      className="flex gap-0.5 max-lg:order-last max-lg:-mx-3 max-lg:w-[calc(100%+1.5rem)] max-lg:overflow-x-auto max-lg:px-3 max-lg:py-1"
    >
      <Link to="/tasks" search={{}} className={NAV} {...ON}>
        Tasks
      </Link>
      <Link to="/backends" search={{}} className={`${NAV} gap-1.5`} {...ON}>
        Backends
        {faulty === 0 ? null : (
          <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-warn-soft px-1 text-[11px] font-semibold text-warn">
            {faulty}
            <span className="sr-only"> in trouble</span>
          </span>
        )}
      </Link>
      <Link to="/deployments" search={{}} className={NAV} {...ON}>
        Deployments
      </Link>
      <Link to="/calls" search={{}} className={NAV} {...ON}>
        Calls
      </Link>
      <Link to="/models" className={NAV} {...ON}>
        Models
      </Link>
      <Link to="/usage" search={{}} className={NAV} {...ON}>
        Usage
      </Link>
    </nav>
  );
}
