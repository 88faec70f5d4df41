import type { Asset, Task } from '@easel/sdk';
import { PictureFrame } from '@easel/ui';
import { formatBytes } from '../app/format.js';
import { promptOf, STATUS_LOOK } from './task-status.js';

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(9rem,100%),1fr))] gap-3';

/** What came out so far: stored outputs, and small images of those being made. */
export function TaskOutputs({
  task,
  previews,
  onStale,
}: {
  task: Task;
  previews: Readonly<Record<number, string>>;
  onStale: () => void;
}) {
  const running = !STATUS_LOOK[task.status].final;
  const stored = new Set(task.outputs.map((asset) => asset.index));
  const shown = running ? Object.entries(previews).filter(([index]) => !stored.has(Number(index))) : [];
  if (task.outputs.length + task.late_outputs.length + shown.length === 0) {
    return <p className="text-[13px] text-text-2">{running ? 'Nothing yet.' : 'None.'}</p>;
  }
  return (
    <>
      <ul className={GRID}>
        {task.outputs.map((asset) => (
          <OutputTile key={asset.id} asset={asset} task={task} onStale={onStale} />
        ))}
        {shown.map(([index, data_url]) => (
          <li key={`preview-${index}`} className="text-xs text-text-3">
            <img
              src={data_url}
              alt={`Preview of output ${Number(index) + 1}`}
              className="ui-pulse aspect-square w-full rounded-md object-contain"
            />
            <p className="mt-1">being made</p>
          </li>
        ))}
      </ul>
      {task.late_outputs.length === 0 ? null : (
        <>
          <h3 className="mt-4 mb-2 text-[13px] font-semibold">Arrived after the task was given up</h3>
          <ul className={GRID}>
            {task.late_outputs.map((asset) => (
              <OutputTile key={asset.id} asset={asset} task={task} onStale={onStale} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function OutputTile({ asset, task, onStale }: { asset: Asset; task: Task; onStale: () => void }) {
  const name = `Output ${(asset.index ?? 0) + 1}: ${promptOf(task) || task.model}`;
  return (
    <li className="min-w-0 text-xs">
      <a href={asset.url} target="_blank" rel="noreferrer" className="block rounded-md" title="Open in full">
        <PictureFrame
          src={asset.preview_url}
          alt={name}
          width={asset.width}
          height={asset.height}
          onBroken={onStale}
          className="h-auto w-full rounded-md bg-surface-3"
        />
      </a>
      <p className="mt-1 text-text-2">
        {asset.width} × {asset.height} · {formatBytes(asset.bytes)}
      </p>
      <p className="truncate text-text-3">{asset.seed === null ? asset.content_type : `seed ${asset.seed}`}</p>
    </li>
  );
}
