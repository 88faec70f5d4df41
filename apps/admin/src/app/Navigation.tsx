import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { backendsQuery } from '../backend/backend.queries.js';
import { needsSomebody } from '../backend/backend-look.js';
import { isAt, SECTIONS, type Section, sectionAt } from './sections.js';

export const NAV =
  'inline-flex h-9 shrink-0 items-center rounded-md px-2.5 text-text-2 hover:bg-surface-3 hover:text-text-1 pointer-coarse:min-h-11';
const NAV_ON = 'bg-surface-3 text-text-1! font-medium';

/** Asked on every screen, so seldom; the screen of backends asks more often by itself. */
const EVERY_MS = 15_000;

/** Where a room begins. */
const entryOf = (section: Section) => section.pages[0].to;

/** The rooms of the console, beside each other. */
export function Navigation() {
  const { pathname } = useLocation();
  const here = sectionAt(pathname);
  return (
    <nav aria-label="Console" className="flex gap-0.5 max-xl:hidden">
      {SECTIONS.map((section) => (
        <Link
          key={section.name}
          to={entryOf(section)}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={`${NAV} gap-1.5 ${section === here ? NAV_ON : ''}`}
        >
          {section.name}
          {section.name === 'Backends' ? <Faulty /> : null}
        </Link>
      ))}
    </nav>
  );
}

/** How many backends need somebody. */
export function Faulty() {
  const { data } = useQuery({ ...backendsQuery(), refetchInterval: EVERY_MS });
  const faulty = data?.filter(needsSomebody).length ?? 0;
  return faulty === 0 ? null : (
    <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-warn-soft px-1 text-[11px] font-semibold text-warn">
      {faulty}
      <span className="sr-only"> in trouble</span>
    </span>
  );
}

const PAGE =
  'inline-flex h-9 items-center border-b-2 border-transparent px-2.5 text-[13px] whitespace-nowrap text-text-2 hover:text-text-1 pointer-coarse:min-h-11';

/** The pages of the room one is in, where it has several. */
export function PageTabs() {
  const { pathname } = useLocation();
  const here = sectionAt(pathname);
  if (here === undefined || here.pages.length < 2) return null;
  return (
    <nav aria-label={here.name} className="flex overflow-x-auto border-b border-line bg-surface-2 px-2">
      {here.pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={`${PAGE} ${isAt(page, pathname) ? 'border-accent! font-medium text-text-1!' : ''}`}
        >
          {page.name}
        </Link>
      ))}
    </nav>
  );
}
