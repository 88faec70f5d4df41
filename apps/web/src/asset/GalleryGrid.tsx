import type { Asset } from '@easel/sdk';
import { Button, buttonClass, classNames, EmptyState, ErrorState, IconButton, PictureFrame, Skeleton } from '@easel/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Images, Star } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { explainError } from '../app/explain-error';
import { useElementSize } from '../app/use-element-size';
import { useIsWide } from '../app/use-media-query';
import { modelListQuery } from '../model/model.queries';
import { ExamplePrompts } from '../task/ExamplePrompts';
import { galleryQuery } from './asset.queries';
import { DRAGGED_ASSET } from './dragged-asset';
import { HoverVideo } from './HoverVideo';
import { justify } from './justify';
import { titleOfAsset } from './recipe';
import { useActive } from './use-active';
import { usePictureActions } from './use-picture-actions';

const GAP = 8;

function Tile({
  asset,
  width,
  height,
  onBroken,
}: {
  asset: Asset;
  width: number;
  height: number;
  onBroken: () => void;
}) {
  const { setFavorite } = usePictureActions();
  const { isActive, handlers } = useActive();
  return (
    <li className="group relative shrink-0" {...handlers} style={{ width, height }}>
      <Link
        id={`tile-${asset.id}`}
        to="/gallery/$assetId"
        params={{ assetId: asset.id }}
        search={true}
        className="block size-full overflow-hidden rounded-md bg-surface-3"
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ASSET, asset.id)}
      >
        {asset.type === 'video' ? (
          <HoverVideo asset={asset} title={titleOfAsset(asset)} isActive={isActive} onBroken={onBroken} />
        ) : (
          <PictureFrame
            src={asset.preview_url}
            alt={titleOfAsset(asset)}
            width={asset.width}
            height={asset.height}
            loading="lazy"
            draggable={false}
            onBroken={onBroken}
            className="size-full object-contain"
          />
        )}
      </Link>
      <IconButton
        label={`${asset.favorite ? 'Remove from favourites' : 'Add to favourites'}: ${titleOfAsset(asset)}`}
        variant="secondary"
        size="sm"
        aria-pressed={asset.favorite}
        onClick={() => void setFavorite(asset, !asset.favorite)}
        className={classNames(
          'absolute top-1.5 right-1.5',
          !asset.favorite && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100',
        )}
      >
        <Star aria-hidden className={asset.favorite ? 'size-4 fill-current text-warn' : 'size-4'} />
      </IconButton>
    </li>
  );
}

function Empty({ favorite }: { favorite: boolean }) {
  const { data: models } = useQuery(modelListQuery());
  const model = models?.find((m) => m.enabled) ?? models?.[0];
  if (favorite) {
    return (
      <EmptyState
        className="py-24"
        icon={<Star aria-hidden className="size-8" />}
        title="No favourites yet"
        action={
          <Link to="/gallery" className={buttonClass()}>
            Show all pictures
          </Link>
        }
      >
        Press the star of a picture, or F while it is open.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      className="py-24"
      icon={<Images aria-hidden className="size-8" />}
      title="Your pictures will be here"
      action={model ? <ExamplePrompts model={model} /> : undefined}
    >
      Three prompts that work well to begin with:
    </EmptyState>
  );
}

/** Calls when the marker comes near the visible part. */
function useNearEnd(onNear: () => void) {
  const marker = useRef<HTMLDivElement>(null);
  const current = useRef(onNear);
  current.current = onNear;
  useEffect(() => {
    if (!marker.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) current.current();
      },
      { rootMargin: '800px' },
    );
    observer.observe(marker.current);
    return () => observer.disconnect();
  });
  return marker;
}

/** Pictures in justified rows; older ones are read as the end comes near. */
export function GalleryGrid({ favorite, onReady }: { favorite: boolean; onReady: () => void }) {
  const gallery = useInfiniteQuery(galleryQuery(favorite));
  const isWide = useIsWide();
  const [ref, space] = useElementSize();
  const assets = useMemo(() => gallery.data?.pages.flatMap((page) => page.items) ?? [], [gallery.data]);
  const rows = useMemo(
    () => (space ? justify(assets, space.width, isWide ? 240 : 180, GAP) : []),
    [assets, space, isWide],
  );
  const marker = useNearEnd(() => {
    if (gallery.hasNextPage && !gallery.isFetchingNextPage) void gallery.fetchNextPage();
  });
  const isReady = rows.length > 0;
  useLayoutEffect(() => {
    if (isReady) onReady();
  }, [isReady, onReady]);
  return (
    <div ref={ref}>
      {gallery.isError ? (
        <ErrorState
          title="The gallery could not be read"
          action={<Button onClick={() => void gallery.refetch()}>Try again</Button>}
        >
          {explainError(gallery.error)}
        </ErrorState>
      ) : null}
      {gallery.isSuccess && assets.length === 0 ? <Empty favorite={favorite} /> : null}
      {gallery.isPending ? (
        <div className="grid grid-cols-2 gap-2 min-[860px]:grid-cols-5" role="status" aria-label="Loading">
          {Array.from({ length: 15 }, (_, index) => (
            <Skeleton key={String(index)} className="aspect-square" />
          ))}
        </div>
      ) : null}
      <ul className="flex flex-wrap" style={{ gap: GAP }} aria-label="Pictures">
        {rows.flatMap((row) =>
          row.items.map(({ item, width }) => (
            <Tile
              key={item.id}
              asset={item}
              width={Math.floor(width * 100) / 100}
              height={row.height}
              onBroken={() => void gallery.refetch()}
            />
          )),
        )}
      </ul>
      <div ref={marker} className="h-8" aria-hidden />
    </div>
  );
}
