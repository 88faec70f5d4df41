import { IconButton, ThemeToggle } from '@easel/ui';
import { Link, Outlet } from '@tanstack/react-router';
import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Queue } from '../task/Queue';
import { useTaskEvents } from '../task/use-task-events';
import { AccountMenu } from '../user/AccountMenu';
import { useIsOpen } from '../user/session';
import { Banner } from './Banner';
import { ShortcutsDialog } from './ShortcutsDialog';
import { usePageTitle } from './use-page-title';
import { useShortcuts } from './use-shortcuts';

const NAV = 'flex h-9 items-center rounded-md px-3 text-sm transition-colors duration-100 pointer-coarse:min-h-11';

function NavLink({ to, exact, children }: { to: '/' | '/gallery'; exact?: boolean; children: string }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      className={NAV}
      activeProps={{ className: 'bg-surface-3 font-medium text-text-1' }}
      inactiveProps={{ className: 'text-text-2 hover:text-text-1' }}
    >
      {children}
    </Link>
  );
}

/** What surrounds every screen. */
export function Shell() {
  useTaskEvents(useIsOpen());
  usePageTitle();
  const [isHelping, setIsHelping] = useState(false);
  useShortcuts({ '?': () => setIsHelping(true) });
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-13 shrink-0 items-center gap-1 border-b border-line bg-surface-2 px-2 min-[860px]:px-4">
        <Link to="/" className="mr-1 flex items-center gap-2 rounded-sm px-1 font-semibold pointer-coarse:min-h-11">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span className="max-[520px]:sr-only">Easel</span>
        </Link>
        <nav aria-label="Main" className="flex">
          <NavLink to="/" exact>
            Create
          </NavLink>
          <NavLink to="/gallery">Gallery</NavLink>
        </nav>
        <div className="ml-auto flex items-center">
          <Queue />
          <IconButton label="Keys" shortcut="?" className="pointer-coarse:hidden" onClick={() => setIsHelping(true)}>
            <CircleHelp aria-hidden className="size-4" />
          </IconButton>
          <ThemeToggle fallback="dark" />
          <AccountMenu />
        </div>
      </header>
      <Banner />
      <main className="min-h-0 flex-1">
        <Outlet />
      </main>
      <ShortcutsDialog open={isHelping} onClose={() => setIsHelping(false)} />
    </div>
  );
}
