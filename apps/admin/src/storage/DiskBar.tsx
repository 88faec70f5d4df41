import type { StorageUse } from '@easel/contracts';
import { formatBytes } from '../app/format.js';

/** The parts of the disk as one bar; each is named beside its colour. */
export function DiskBar({ use }: { use: StorageUse }) {
  const database = use.database.bytes + use.database.wal_bytes;
  const ours = use.stored.bytes + use.previews.bytes + database;
  const parts = [
    { name: 'Results and uploads', bytes: use.stored.bytes, colour: 'bg-plot-1' },
    { name: 'Previews', bytes: use.previews.bytes, colour: 'bg-plot-2' },
    { name: 'Database', bytes: database, colour: 'bg-plot-3' },
    {
      name: 'Other things on this disk',
      bytes: Math.max(0, use.disk.total_bytes - use.disk.free_bytes - ours),
      colour: 'bg-line-strong',
    },
    { name: 'Free', bytes: use.disk.free_bytes, colour: 'bg-surface-4' },
  ];
  const share = (bytes: number) => (use.disk.total_bytes === 0 ? 0 : (bytes / use.disk.total_bytes) * 100);
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden className="flex h-4 gap-px overflow-hidden rounded-sm bg-surface-1">
        {parts.map((part) => (
          <div
            key={part.name}
            className={part.colour}
            // What takes little is still to be seen.
            style={{ width: `${share(part.bytes)}%`, minWidth: part.bytes > 0 ? 2 : 0 }}
          />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-[13px]">
        {parts.map((part) => (
          <div key={part.name} className="flex items-center gap-2">
            <span aria-hidden className={`size-2.5 rounded-sm ${part.colour}`} />
            <dt className="text-text-2">{part.name}</dt>
            <dd className="font-medium">{formatBytes(part.bytes)}</dd>
          </div>
        ))}
        <div className="flex items-center gap-2">
          <dt className="text-text-2">of</dt>
          <dd>{formatBytes(use.disk.total_bytes)}</dd>
        </div>
      </dl>
    </div>
  );
}
