import { IconButton, Kbd, Popover, ThemeToggle } from '@easel/ui';
import { Link, Outlet } from '@tanstack/react-router';
import { Image, Keyboard } from 'lucide-react';
import { useState } from 'react';
import { DispatchPaused } from '../backend/DispatchPaused.js';
import { LiveCounts } from '../system/LiveCounts.js';
import { SystemStatus } from '../system/SystemStatus.js';
import { AccountMenu } from '../user/AccountMenu.js';
import { GlobalSearch } from './GlobalSearch.js';
import { NAV, Navigation, PageTabs } from './Navigation.js';
import { NavigationSheet } from './NavigationSheet.js';
import { useHotkeys } from './use-hotkeys.js';

/** What stays around every screen: where one is, what runs, whether all is well. */
export function Shell() {
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface-4 focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <header className="flex items-center gap-x-1 border-b border-line bg-surface-2 px-3 py-1.5 max-xl:pl-1.5">
        <NavigationSheet />
        <Link
          to="/"
          className="flex items-center gap-2 rounded-md py-1.5 pr-1 font-semibold whitespace-nowrap xl:mr-2 pointer-coarse:min-h-11"
        >
          Easel <span className="font-normal text-text-3 max-sm:sr-only">console</span>
        </Link>
        <Navigation />
        <div className="ml-auto flex min-w-0 flex-1 items-center justify-end gap-1">
          <GlobalSearch />
          <div className="flex items-center max-sm:hidden">
            <LiveCounts />
          </div>
          <SystemStatus />
          <div className="flex items-center max-xl:hidden">
            <Shortcuts />
            <ThemeToggle fallback="system" />
            <a href="/" title="Open the studio" className={NAV}>
              <Image aria-hidden className="size-4" />
              <span className="sr-only">Studio</span>
            </a>
          </div>
          <AccountMenu />
        </div>
      </header>
      <PageTabs />
      <DispatchPaused />
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-auto outline-none">
        <Outlet />
      </main>
    </div>
  );
}

const KEYS = [
  ['J K', 'Next and previous row'],
  ['Enter', 'Open it'],
  ['/', 'Search by id or words'],
  ['Backspace', 'From a task, backend or model back to the list'],
  ['Esc', 'Close'],
  ['?', 'This list'],
] as const;

function Shortcuts() {
  const [open, setOpen] = useState(false);
  useHotkeys({ '?': () => setOpen((before) => !before) });
  return (
    <div className="pointer-coarse:hidden">
      <Popover
        open={open}
        onClose={() => setOpen(false)}
        label="Keyboard"
        className="w-72!"
        trigger={
          <IconButton label="Keyboard" shortcut="?" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Keyboard aria-hidden className="size-4" />
          </IconButton>
        }
      >
        <dl className="flex flex-col gap-2 p-4 text-[13px]">
          {KEYS.map(([keys, what]) => (
            <div key={keys} className="flex items-center justify-between gap-3">
              <dt className="text-text-2">{what}</dt>
              <dd className="flex gap-1">
                {keys.split(' ').map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </Popover>
    </div>
  );
}
