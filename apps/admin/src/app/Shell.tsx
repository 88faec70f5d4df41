import { IconButton, Kbd, Popover, ThemeToggle } from '@easel/ui';
import { Link, Outlet } from '@tanstack/react-router';
import { Image, Keyboard } from 'lucide-react';
import { useState } from 'react';
import { DispatchPaused } from '../backend/DispatchPaused.js';
import { LiveCounts } from '../system/LiveCounts.js';
import { SystemStatus } from '../system/SystemStatus.js';
import { NAV, Navigation } from './Navigation.js';
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
      <header className="flex flex-wrap items-center gap-x-1 border-b border-line bg-surface-2 px-3 py-1.5 max-lg:pb-0">
        <Link
          to="/tasks"
          search={{}}
          className="flex items-center gap-2 rounded-md py-1.5 pr-1 font-semibold whitespace-nowrap lg:mr-2 pointer-coarse:min-h-11"
        >
          Easel <span className="font-normal text-text-3 max-sm:sr-only">console</span>
        </Link>
        <Navigation />
        <div className="ml-auto flex items-center sm:gap-1">
          <LiveCounts />
          <SystemStatus />
        </div>
        <div className="flex items-center max-sm:ml-auto sm:ml-1">
          <Shortcuts />
          <ThemeToggle fallback="system" />
          <a href="/" title="Open the studio" className={`${NAV} gap-1.5 whitespace-nowrap max-sm:px-3`}>
            <Image aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Studio</span>
          </a>
        </div>
      </header>
      <DispatchPaused />
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-auto outline-none">
        <Outlet />
      </main>
    </div>
  );
}

const KEYS = [
  ['J K', 'Next and previous task'],
  ['Enter', 'Open the task'],
  ['/', 'Open a task by its id'],
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
