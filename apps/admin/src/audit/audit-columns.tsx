import type { AuditEntry } from '@easel/contracts';
import { Badge } from '@easel/ui';
import { formatFull, formatWhen } from '../app/format.js';
import type { Column } from '../app/VirtualTable.js';
import { actionLabel, actorLabel, OUTCOME_LOOK } from './audit-look.js';
import { TargetLink } from './TargetLink.js';

export type AuditRow = AuditEntry & { id: string };

export const Outcome = ({ entry }: { entry: AuditEntry }) => {
  const { label, tone } = OUTCOME_LOOK[entry.outcome];
  return <Badge tone={tone}>{label}</Badge>;
};

/** What the list tells of an entry; its number opens it. */
export const auditColumns = (onOpen: (entry: AuditRow) => void): Column<AuditRow>[] => [
  {
    name: 'Entry',
    width: 'w-24',
    pinned: 'left',
    cell: (entry) => (
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`Entry ${entry.seq}`}
        onClick={() => onOpen(entry)}
        className="inline-flex min-h-6 items-center font-mono text-xs text-accent underline-offset-2 hover:underline"
      >
        {entry.seq}
      </button>
    ),
  },
  {
    name: 'When',
    width: 'w-36',
    cell: (entry) => (
      <time dateTime={entry.at} title={formatFull(entry.at)} className="text-text-2">
        {formatWhen(entry.at)}
      </time>
    ),
  },
  { name: 'Who', width: 'w-48', title: (entry) => actorLabel(entry.actor), cell: (entry) => actorLabel(entry.actor) },
  { name: 'What', width: 'w-52', cell: (entry) => actionLabel(entry.action) },
  {
    name: 'Upon what',
    title: (entry) => entry.target?.id ?? '',
    cell: (entry) => (entry.target === null ? '–' : <TargetLink target={entry.target} />),
  },
  { name: 'Outcome', width: 'w-28', cell: (entry) => <Outcome entry={entry} /> },
  {
    name: 'Code',
    width: 'w-44',
    cell: (entry) => (entry.code === null ? '–' : <code className="font-mono text-xs">{entry.code}</code>),
  },
];
