import type { Task } from '@easel/sdk';
import { PictureFrame } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { DurationBadge } from '../asset/HoverVideo';
import { nounOf, titleOf } from './task-words';

/** Results that came after the task was given up: kept, and said to be what they are. */
export function LateOutputs({ task }: { task: Task }) {
  const late = task.late_outputs;
  if (late.length === 0) return null;
  return (
    <section aria-label="Arrived late" className="mx-auto flex w-full max-w-xl flex-col gap-2 text-[13px]">
      <h2 className="font-semibold text-text-2">Arrived late</h2>
      <p className="text-text-3">
        {late.length === 1 ? `This ${nounOf(task.type)}` : `These ${nounOf(task.type, late.length)}`} came after the
        task had been given up. {late.length === 1 ? 'It is' : 'They are'} kept.
      </p>
      <ul className="flex flex-wrap gap-2">
        {late.map((asset) => (
          <li key={asset.id}>
            <Link
              to="/gallery/$assetId"
              params={{ assetId: asset.id }}
              className="relative block h-28 overflow-hidden rounded-md bg-surface-3"
              style={{ aspectRatio: `${asset.width} / ${asset.height}` }}
            >
              <PictureFrame
                src={asset.preview_url}
                alt={`${titleOf(task)}, arrived late`}
                width={asset.width}
                height={asset.height}
                className="size-full object-contain"
              />
              {asset.type === 'video' ? <DurationBadge asset={asset} className="absolute bottom-1 left-1" /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
