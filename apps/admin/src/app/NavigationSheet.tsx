import { Dialog, IconButton, menuItemClass, ThemeToggle } from '@easel/ui';
import { Link, useLocation } from '@tanstack/react-router';
import { Image, Menu } from 'lucide-react';
import { useEffect, useState } from 'react';
import { LiveCounts } from '../system/LiveCounts.js';
import { Faulty } from './Navigation.js';
import { isAt, SECTIONS } from './sections.js';

/** Every page of the console, where there is no room for a row of them. */
export function NavigationSheet() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is where the press led to
  useEffect(() => setOpen(false), [pathname]);
  const close = () => setOpen(false);
  return (
    <div className="xl:hidden">
      <IconButton label="Menu" aria-expanded={open} onClick={() => setOpen(true)}>
        <Menu aria-hidden className="size-5" />
      </IconButton>
      <Dialog open={open} onClose={close} title="Console" placement="sheet">
        <nav aria-label="Console" className="-m-2 columns-2 gap-x-2 sm:columns-3">
          {SECTIONS.flatMap((section) =>
            section.pages.map((page) => (
              <Link
                key={page.to}
                to={page.to}
                search={{}}
                onClick={close}
                activeOptions={{ exact: true, includeSearch: false }}
                className={`${menuItemClass} ${isAt(page, pathname) ? 'bg-surface-3 font-medium' : ''}`}
              >
                {page.name}
                {page.to === '/backends' ? <Faulty /> : null}
              </Link>
            )),
          )}
        </nav>
        <div className="-mx-2 mt-4 flex flex-wrap items-center gap-1 border-t border-line pt-3">
          <LiveCounts />
          <span className="ml-auto flex items-center">
            <ThemeToggle fallback="system" />
            <a href="/" className={`${menuItemClass} w-auto!`}>
              <Image aria-hidden className="size-4" />
              Studio
            </a>
          </span>
        </div>
      </Dialog>
    </div>
  );
}
