import type { Attempt } from '@easel/sdk';
import { Badge, Skeleton, type Tone } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CallError } from '../app/CallError.js';
import { formatClockMs, formatCost, formatMs } from '../app/format.js';
import { Facts } from '../app/Panel.js';
import { attemptsQuery } from './task.queries.js';

const STATE_TONE: Record<Attempt['state'], Tone> = {
  submitted: 'neutral',
  accepted: 'neutral',
  unknown: 'warn',
  running: 'accent',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'neutral',
};

/** What was tried where, and why it ended: side by side. */
export function TaskAttempts({ id }: { id: string }) {
  const attempts = useQuery(attemptsQuery(id));
  if (attempts.isPending) return <Skeleton className="h-40" />;
  if (attempts.isError) {
    return (
      <CallError
        title="The attempts could not be loaded"
        error={attempts.error}
        onRetry={() => void attempts.refetch()}
      />
    );
  }
  if (attempts.data.length === 0)
    return <p className="text-[13px] text-text-2">None yet: nothing has been tried so far.</p>;
  return (
    <ol className="grid grid-cols-[repeat(auto-fit,minmax(min(17rem,100%),1fr))] gap-3">
      {attempts.data.map((attempt, index) => (
        <li key={attempt.id} className="rounded-md border border-line bg-surface-1 p-3">
          <header className="mb-2 flex items-center justify-between gap-2">
            <h3 className="text-[13px] font-semibold">Attempt {index + 1}</h3>
            <Badge tone={STATE_TONE[attempt.state]}>{attempt.state}</Badge>
          </header>
          {attempt.error === null ? null : (
            <div className="mb-2 rounded-sm bg-bad-soft px-2.5 py-2 text-[13px]">
              <p className="font-mono text-xs text-bad">{attempt.error.code}</p>
              <p className="break-words text-text-1">{attempt.error.message}</p>
              <p className="mt-1 text-text-2">{attempt.error.hint}</p>
            </div>
          )}
          <AttemptFacts attempt={attempt} />
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

function AttemptFacts({ attempt }: { attempt: Attempt }) {
  const { created_at, accepted_at, started_at, finished_at } = attempt.stamps;
  return (
    <Facts
      items={[
        ['Backend', attempt.backend_id],
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
        ['Cost', formatCost(attempt.cost_microusd)],
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
