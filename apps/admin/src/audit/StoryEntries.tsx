import type { AuditEntry } from '@easel/contracts';
import { useState } from 'react';
import { formatFull } from '../app/format.js';
import { AuditEntryDialog } from './AuditEntryDialog.js';
import { Outcome } from './audit-columns.js';
import { actionLabel, actorLabel } from './audit-look.js';

/** Entries about one thing, newest first. */
export function StoryEntries({ entries }: { entries: readonly AuditEntry[] }) {
  const [shown, setShown] = useState<AuditEntry | null>(null);
  if (entries.length === 0) {
    return <p className="text-[13px] text-text-2">The audit log holds nothing about it.</p>;
  }
  return (
    <>
      <ol className="flex flex-col divide-y divide-line text-[13px]">
        {entries.map((entry) => (
          <li key={entry.seq} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => setShown(entry)}
              className="min-h-6 font-medium text-accent underline-offset-2 hover:underline pointer-coarse:min-h-11"
            >
              {actionLabel(entry.action)}
              <span className="sr-only">, entry {entry.seq}</span>
            </button>
            <span>by {actorLabel(entry.actor)}</span>
            <time dateTime={entry.at} className="text-text-2">
              {formatFull(entry.at)}
            </time>
            {entry.outcome === 'ok' ? null : <Outcome entry={entry} />}
          </li>
        ))}
      </ol>
      <AuditEntryDialog entry={shown} onClose={() => setShown(null)} />
    </>
  );
}
