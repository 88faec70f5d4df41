import type { AdminAttempt } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { Elapsed } from '../app/Ago.js';
import { formatClockMs, formatCost, formatMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';
import { AttemptBadge } from '../call/AttemptBadge.js';
import { PlatformSays } from '../call/PlatformSays.js';
import { shortHash } from '../deployment/deployment-matrix.js';

/** What was tried where, and why it ended: side by side. */
export function TaskAttempts({ attempts }: { attempts: readonly AdminAttempt[] }) {
  if (attempts.length === 0) {
    return <p className="text-[13px] text-text-2">None yet: nothing has been tried so far.</p>;
  }
  return (
    <ol className="grid grid-cols-[repeat(auto-fit,minmax(min(17rem,100%),1fr))] gap-3">
      {attempts.map((attempt, index) => (
        <li key={attempt.id} className="rounded-md border border-line bg-surface-1 p-3">
          <header className="mb-2 flex items-center justify-between gap-2">
            <h3 className="text-[13px] font-semibold">Attempt {index + 1}</h3>
            <AttemptBadge state={attempt.state} />
          </header>
          {attempt.reason === '' ? null : <p className="mb-2 text-[13px] break-words text-text-2">{attempt.reason}</p>}
          {attempt.error === null ? null : (
            <div className="mb-2 rounded-sm bg-bad-soft px-2.5 py-2 text-[13px]">
              <p className="font-mono text-xs text-bad">{attempt.error.code}</p>
              <p className="break-words text-text-1">{attempt.error.message}</p>
              <p className="mt-1 text-text-2">{attempt.error.hint}</p>
            </div>
          )}
          <AttemptFacts attempt={attempt} />
          {attempt.platform === null && attempt.error_detail === null ? null : (
            <div className="mt-3 border-t border-line pt-3">
              <PlatformSays facts={attempt.platform} detail={attempt.error_detail} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function since(from: string, to: string | null) {
  if (to === null) return '–';
  return (
    <>
      {formatClockMs(to)} <span className="text-text-3">+{formatMs(Date.parse(to) - Date.parse(from))}</span>
    </>
  );
}

function AttemptFacts({ attempt }: { attempt: AdminAttempt }) {
  const { created_at, accepted_at, started_at, finished_at } = attempt.stamps;
  return (
    <Facts
      items={[
        [
          'Backend',
          <Link
            key="backend"
            to="/backends/$backendId"
            params={{ backendId: attempt.backend_id }}
            search={{}}
            className="text-accent underline underline-offset-2"
          >
            {attempt.backend_label}
          </Link>,
        ],
        ...(attempt.out_of_sight_since === null
          ? []
          : [
              [
                'Out of sight',
                <span key="sight" className="text-warn">
                  for <Elapsed from={attempt.out_of_sight_since} />
                </span>,
              ] as const,
            ]),
        ...(attempt.deploy_hash === null
          ? []
          : [
              [
                'Deployment',
                <code key="hash" title={attempt.deploy_hash} className="font-mono text-xs">
                  {shortHash(attempt.deploy_hash)}
                </code>,
              ] as const,
            ]),
        [
          'Handle',
          attempt.handle === null ? (
            '–'
          ) : (
            <code key="handle" className="font-mono text-xs break-all">
              {attempt.handle}
            </code>
          ),
        ],
        ['Created', formatClockMs(created_at)],
        ['Accepted', since(created_at, accepted_at)],
        ['Started', since(accepted_at ?? created_at, started_at)],
        ['Finished', since(started_at ?? created_at, finished_at)],
        ['Start-up', formatMs(attempt.start_ms)],
        ['Run', formatMs(attempt.run_ms)],
        ...(attempt.never_ran ? [['Counts', 'not as an attempt: it was never taken'] as const] : []),
        ...(attempt.late_until === null
          ? []
          : [['Result awaited', `until ${formatClockMs(attempt.late_until)}`] as const]),
        ['Cost, estimate', formatCost(attempt.cost_microusd)],
        ['Fencing', attempt.fencing],
        [
          'Id',
          <code key="id" className="font-mono text-xs break-all">
            {attempt.id}
          </code>,
        ],
      ]}
    />
  );
}
