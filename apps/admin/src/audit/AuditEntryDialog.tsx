import type { AuditEntry } from '@easel/contracts';
import { Dialog } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { DiffTable } from '../app/DiffTable.js';
import { differences } from '../app/diff.js';
import { formatFull } from '../app/format.js';
import { JsonView } from '../app/JsonView.js';
import { Facts } from '../app/Panel.js';
import { Outcome } from './audit-columns.js';
import { actionLabel, actorLabel } from './audit-look.js';
import { TargetLink } from './TargetLink.js';

const LINK = 'text-accent underline underline-offset-2 break-all';

/** One entry whole: who, what, and what it changed. */
export function AuditEntryDialog({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Dialog
      open={entry !== null}
      onClose={onClose}
      title={entry === null ? 'Entry' : `Entry ${entry.seq}: ${actionLabel(entry.action)}`}
      className="w-[min(52rem,calc(100vw-2rem))]!"
    >
      {entry === null ? null : <Whole entry={entry} />}
    </Dialog>
  );
}

function Whole({ entry }: { entry: AuditEntry }) {
  const changes = differences(entry.before, entry.after);
  const { actor, target, request_id } = entry;
  return (
    <div className="flex flex-col gap-4">
      <Facts
        items={[
          ['When', formatFull(entry.at)],
          [
            'Who',
            actor.id === null ? (
              actorLabel(actor)
            ) : (
              <Link key="who" to="/audit" search={{ actor_id: actor.id }} className={LINK}>
                {actorLabel(actor)}
              </Link>
            ),
          ],
          ['Upon what', target === null ? '–' : <TargetLink key="target" target={target} />],
          ['Outcome', <Outcome key="outcome" entry={entry} />],
          ...(entry.code === null ? [] : [['Code', <code key="code">{entry.code}</code>] as const]),
          [
            'Request',
            request_id === null ? (
              '–'
            ) : (
              <Link key="request" to="/audit" search={{ request_id }} className={`${LINK} font-mono text-xs`}>
                {request_id}
              </Link>
            ),
          ],
          [
            'Hash',
            <code key="hash" className="font-mono text-xs break-all">
              {entry.hash}
            </code>,
          ],
          [
            'Hash before',
            <code key="previous" className="font-mono text-xs break-all">
              {entry.previous_hash}
            </code>,
          ],
        ]}
      />
      {changes.length > 0 ? (
        <DiffTable label="Before and after" list={changes} />
      ) : (
        <p className="text-[13px] text-text-2">It changed no field.</p>
      )}
      <JsonView title="Entry as JSON" value={entry} />
    </div>
  );
}
