import type { Asset } from '@easel/sdk';
import { Skeleton } from '@easel/ui';
import { Suspense } from 'react';
import { part } from '../app/part';

const VideoPlayer = part(() => import('./VideoPlayer'));

/** The player, loaded when there is something to play. */
export function Player({ asset, title, onBroken }: { asset: Asset; title: string; onBroken: () => void }) {
  return (
    <Suspense fallback={<Skeleton className="m-auto aspect-video w-[min(80%,40rem)]" />}>
      <VideoPlayer key={asset.id} asset={asset} title={title} onBroken={onBroken} />
    </Suspense>
  );
}
