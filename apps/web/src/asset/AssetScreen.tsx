import type { Asset, Task } from '@easel/sdk';
import { buttonClass, EmptyState, IconButton, PictureFrame, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatAgo, formatBytes, formatEstimate } from '../app/format';
import { useElementSize } from '../app/use-element-size';
import { useShortcuts } from '../app/use-shortcuts';
import { formatSeconds } from '../task/film';
import { fitGrid } from '../task/fit-grid';
import { taskQuery } from '../task/task.queries';
import { assetQuery } from './asset.queries';
import { DRAGGED_ASSET } from './dragged-asset';
import { PictureActions } from './PictureActions';
import { Player } from './Player';
import { RecipeList, useRecipeLines } from './RecipeList';
import { RedrawPrompt } from './RedrawPrompt';
import { recipeOf, titleOfAsset } from './recipe';
import { useNeighbours } from './use-neighbours';
import { usePictureActions } from './use-picture-actions';

const route = getRouteApi('/gallery/$assetId');
const NO_RECIPE = { model: '', mode: 'txt2img', input: {} } as const;

function Picture({ asset, onBroken }: { asset: Asset; onBroken: () => void }) {
  const [ref, space] = useElementSize();
  const fit = space && fitGrid(1, asset.width / asset.height, space, 0);
  return (
    <div ref={ref} className="grid size-full place-content-center overflow-hidden">
      {fit ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way to what a button does
        <div
          style={{ width: fit.width, height: fit.height }}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ASSET, asset.id)}
        >
          <PictureFrame
            key={asset.id}
            src={asset.url}
            alt={titleOfAsset(asset)}
            width={asset.width}
            height={asset.height}
            draggable={false}
            onBroken={onBroken}
            className="size-full rounded-md object-contain"
          />
        </div>
      ) : null}
    </div>
  );
}

function Side({ asset, onRemoved }: { asset: Asset; onRemoved: () => void }) {
  const recipe = recipeOf(asset);
  const lines = useRecipeLines(recipe ?? NO_RECIPE);
  const { data: task } = useQuery({ ...taskQuery(asset.task_id ?? ''), enabled: asset.task_id !== null });
  const about: [string, string][] = [
    ['File', `${asset.content_type.replace(/^\w+\//, '').toUpperCase()}, ${formatBytes(asset.bytes)}`],
    ['Made', formatAgo(asset.created_at)],
  ];
  if (asset.duration_s !== null) about.unshift(['Length', formatSeconds(asset.duration_s)]);
  if (task) about.push(['Cost', costOf(task)]);
  return (
    <aside
      aria-label="Recipe"
      className="flex shrink-0 flex-col gap-5 border-line bg-surface-2 p-4 max-[859px]:border-t min-[860px]:w-[360px] min-[860px]:overflow-y-auto min-[860px]:border-l min-[860px]:p-5"
    >
      {recipe ? <RedrawPrompt key={asset.id} recipe={recipe} /> : null}
      <PictureActions asset={asset} onRemoved={onRemoved} />
      <RecipeList lines={[...(recipe ? lines : []), ...about]} />
    </aside>
  );
}

/** What the task of an output cost, said for all its outputs where there are several. */
const costOf = (task: Task): string =>
  `${formatEstimate(task.cost_microusd)}${task.cost_microusd > 0 && task.count > 1 ? `, all ${task.count}` : ''}`;

/** An opened picture with its recipe beside it. */
export function AssetScreen() {
  const { assetId } = route.useParams();
  const { favorite = false } = route.useSearch();
  const navigate = useNavigate();
  const { data: asset, isError, refetch } = useQuery(assetQuery(assetId));
  const { newer, older } = useNeighbours(assetId, favorite);
  const actions = usePictureActions();
  const recipe = asset ? recipeOf(asset) : null;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);

  const close = () => navigate({ to: '/gallery', search: true });
  const open = (other: Asset | undefined) => {
    if (other) void navigate({ to: '/gallery/$assetId', params: { assetId: other.id }, search: true, replace: true });
  };
  const moveOn = () => {
    const next = older ?? newer;
    if (next) open(next);
    else void close();
  };
  useShortcuts({
    j: () => open(older),
    k: () => open(newer),
    arrowright: () => open(older),
    arrowleft: () => open(newer),
    escape: () => void close(),
    f: () => asset && void actions.setFavorite(asset, !asset.favorite),
    r: () => recipe && void actions.remix(recipe),
    v: () => recipe && asset?.seed !== null && void actions.vary(recipe),
    delete: () => {
      if (!asset) return;
      void actions.remove(asset);
      moveOn();
    },
  });

  return (
    <article
      ref={place}
      tabIndex={-1}
      aria-label={asset?.type === 'video' ? 'Video' : 'Picture'}
      className="absolute inset-0 flex flex-col overflow-y-auto bg-surface-1 outline-none min-[860px]:flex-row min-[860px]:overflow-hidden"
    >
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col p-3 max-[859px]:h-[52dvh] max-[859px]:flex-none min-[860px]:p-5">
        <div className="mb-2 flex justify-between">
          <div className="flex gap-1">
            <IconButton label="Newer picture" shortcut="K" disabled={!newer} onClick={() => open(newer)}>
              <ChevronLeft aria-hidden className="size-5" />
            </IconButton>
            <IconButton label="Older picture" shortcut="J" disabled={!older} onClick={() => open(older)}>
              <ChevronRight aria-hidden className="size-5" />
            </IconButton>
          </div>
          <IconButton label="Close" shortcut="Esc" onClick={() => void close()}>
            <X aria-hidden className="size-5" />
          </IconButton>
        </div>
        <div className="min-h-0 flex-1">
          {asset?.type === 'video' ? (
            <Player asset={asset} title={titleOfAsset(asset)} onBroken={() => void refetch()} />
          ) : null}
          {asset?.type === 'image' ? <Picture asset={asset} onBroken={() => void refetch()} /> : null}
          {!asset && !isError ? <Skeleton className="mx-auto aspect-square h-full" /> : null}
          {isError ? (
            <EmptyState
              className="h-full justify-center"
              title="This picture is not here"
              action={
                <Link to="/gallery" className={buttonClass()}>
                  Back to the gallery
                </Link>
              }
            >
              It may have been deleted.
            </EmptyState>
          ) : null}
        </div>
      </div>
      {asset ? <Side asset={asset} onRemoved={moveOn} /> : null}
    </article>
  );
}
