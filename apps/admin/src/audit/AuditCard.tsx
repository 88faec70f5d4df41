import { formatWhen } from '../app/format.js';
import { type AuditRow, Outcome } from './audit-columns.js';
import { actionLabel, actorLabel } from './audit-look.js';
import { TargetLink } from './TargetLink.js';

export const CARD_PX = 104;

/** An entry on a phone. */
export function AuditCard({ entry, onOpen }: { entry: AuditRow; onOpen: () => void }) {
  return (
    <div className="flex h-full flex-col justify-between text-[13px]">
      <div className="flex items-center justify-between gap-2">
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={onOpen}
          className="min-h-11 min-w-0 truncate text-left font-medium text-accent"
        >
          {actionLabel(entry.action)}
          <span className="sr-only">, entry {entry.seq}</span>
        </button>
        <Outcome entry={entry} />
      </div>
      <p className="truncate text-text-2">{entry.target === null ? '–' : <TargetLink target={entry.target} />}</p>
      <p className="truncate text-xs text-text-3">
        {formatWhen(entry.at)} · {actorLabel(entry.actor)} · {entry.seq}
      </p>
    </div>
  );
}
