import type { Asset, Task } from '@easel/sdk';
import { PictureFrame } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { useElementSize } from '../app/use-element-size';
import { DRAGGED_ASSET } from '../asset/dragged-asset';
import { HoverVideo } from '../asset/HoverVideo';
import { Player } from '../asset/Player';
import { useActive } from '../asset/use-active';
import { fitGrid } from './fit-grid';
import type { Live } from './task-cache';
import { nounOf, titleOf } from './task-words';

const GAP = 8;

function ratioOf(task: Task): number {
  const { width, height } = task.outputs[0] ?? task.input;
  return typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0 ? width / height : 1;
}

function Finished({ asset, title, onBroken }: { asset: Asset; title: string; onBroken: () => void }) {
  const { isActive, handlers } = useActive();
  return (
    <Link
      to="/gallery/$assetId"
      params={{ assetId: asset.id }}
      className="block size-full overflow-hidden rounded-md"
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED_ASSET, asset.id)}
      {...handlers}
    >
      {asset.type === 'video' ? (
        <HoverVideo asset={asset} title={title} isActive={isActive} onBroken={onBroken} />
      ) : (
        <PictureFrame
          src={asset.url}
          alt={title}
          width={asset.width}
          height={asset.height}
          onBroken={onBroken}
          draggable={false}
          className="size-full object-contain"
        />
      )}
    </Link>
  );
}

function Unfinished({ preview, title, isWaiting }: { preview: string | undefined; title: string; isWaiting: boolean }) {
  if (preview !== undefined) {
    return <img src={preview} alt={`${title}, unfinished`} className="size-full rounded-md object-contain" />;
  }
  return <div className={isWaiting ? 'size-full rounded-md bg-surface-3' : 'ui-shimmer size-full rounded-md'} />;
}

export interface TaskOutputsProps {
  task: Task;
  live: Live | undefined;
  onBroken: () => void;
}

/** The pictures of a task as large as the space allows: finished, as previews, or as places still empty. */
export function TaskOutputs({ task, live, onBroken }: TaskOutputsProps) {
  const [ref, space] = useElementSize();
  const isRunning = task.status === 'pending' || task.status === 'processing';
  const places = isRunning ? Array.from({ length: task.count }, (_, i) => i) : task.outputs.map((a) => a.index ?? 0);
  const title = titleOf(task);
  const [only] = task.outputs;
  const isFilm = !isRunning && task.outputs.length === 1 && only?.type === 'video';
  const name = nounOf(task.type, places.length);
  const grid = space && fitGrid(places.length, ratioOf(task), space, GAP);
  if (isFilm && only) return <Player asset={only} title={title} onBroken={onBroken} />;
  return (
    <div ref={ref} className="grid min-h-0 min-w-0 flex-1 place-content-center overflow-hidden">
      {grid && grid.width > 0 ? (
        <ul
          className="grid"
          style={{ gap: GAP, gridTemplateColumns: `repeat(${grid.columns}, ${grid.width}px)` }}
          aria-label={name.charAt(0).toUpperCase() + name.slice(1)}
        >
          {places.map((index) => {
            const asset = task.outputs.find((a) => (a.index ?? 0) === index);
            const name = places.length > 1 ? `${title} (${index + 1} of ${task.count})` : title;
            return (
              <li key={index} style={{ height: grid.height }}>
                {asset ? (
                  <Finished asset={asset} title={name} onBroken={onBroken} />
                ) : (
                  <Unfinished preview={live?.previews[index]} title={name} isWaiting={task.status === 'pending'} />
                )}
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
