import type { Asset } from '@easel/sdk';
import { Button, Dialog, EmptyState, ErrorState, PictureFrame, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { explainError } from '../app/explain-error';
import { imagesQuery } from './asset.queries';
import { titleOfAsset } from './recipe';

/** Chooses one of the pictures that were made. */
export default function PicturePicker({ onPick, onClose }: { onPick: (asset: Asset) => void; onClose: () => void }) {
  const gallery = useInfiniteQuery(imagesQuery());
  const assets = gallery.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog open onClose={onClose} title="Choose a picture" className="w-[min(48rem,calc(100vw-2rem))]!">
      {gallery.isError ? (
        <ErrorState title="The gallery could not be read">{explainError(gallery.error)}</ErrorState>
      ) : null}
      {gallery.isSuccess && assets.length === 0 ? (
        <EmptyState title="No pictures yet">Make one first, or choose a file.</EmptyState>
      ) : null}
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-5">
        {gallery.isPending
          ? Array.from({ length: 10 }, (_, i) => <Skeleton key={String(i)} className="aspect-square" />)
          : null}
        {assets.map((asset) => (
          <li key={asset.id}>
            <button
              type="button"
              onClick={() => onPick(asset)}
              className="block w-full overflow-hidden rounded-md bg-surface-3 hover:outline-2 hover:outline-accent"
            >
              <PictureFrame
                src={asset.preview_url}
                alt={titleOfAsset(asset)}
                width={asset.width}
                height={asset.height}
                loading="lazy"
                className="aspect-square w-full object-contain"
              />
            </button>
          </li>
        ))}
      </ul>
      {gallery.hasNextPage ? (
        <Button
          className="mt-3 w-full"
          disabled={gallery.isFetchingNextPage}
          onClick={() => void gallery.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
    </Dialog>
  );
}
