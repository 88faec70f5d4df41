import { classNames } from '@easel/ui';
import { getRouteApi, Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { Star } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { PictureDrop } from '../task/PictureDrop';
import { GalleryGrid } from './GalleryGrid';

const route = getRouteApi('/gallery');

/** How far the gallery was scrolled when it was left, while the page lives. */
const places = new Map<boolean, number>();

const CHIP = 'inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-[13px] pointer-coarse:min-h-11';

/** Everything that was made, newest first. An opened picture lies over it, so that its place is kept. */
export function GalleryScreen() {
  const { favorite = false } = route.useSearch();
  const opened = useMatchRoute()({ to: '/gallery/$assetId' });
  const openId = opened ? opened.assetId : undefined;
  const isOpen = openId !== undefined;
  const scroller = useRef<HTMLDivElement>(null);
  const restore = useCallback(() => {
    if (scroller.current) scroller.current.scrollTop = places.get(favorite) ?? 0;
  }, [favorite]);
  const lastId = useRef<string>(undefined);
  useEffect(() => {
    if (openId === undefined && lastId.current) document.getElementById(`tile-${lastId.current}`)?.focus();
    lastId.current = openId;
  }, [openId]);
  return (
    <div className="relative h-full">
      <div
        ref={scroller}
        inert={isOpen}
        onScroll={(event) => places.set(favorite, event.currentTarget.scrollTop)}
        className={classNames('h-full overflow-y-auto p-3 min-[860px]:p-5', isOpen && 'invisible')}
      >
        <div className="mb-4 flex items-center gap-3">
          <h1 className="text-lg font-semibold">Gallery</h1>
          <Link
            to="/gallery"
            search={favorite ? {} : { favorite: true }}
            aria-current={favorite || undefined}
            className={classNames(
              CHIP,
              favorite ? 'border-accent bg-accent-soft text-text-1' : 'border-line text-text-2 hover:text-text-1',
            )}
          >
            <Star aria-hidden className={favorite ? 'size-3.5 fill-current' : 'size-3.5'} /> Favourites
          </Link>
        </div>
        <GalleryGrid favorite={favorite} onReady={restore} />
      </div>
      <PictureDrop />
      <Outlet />
    </div>
  );
}
