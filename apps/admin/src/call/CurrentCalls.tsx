import { Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ago, Elapsed } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { shortId } from '../app/format.js';
import { AttemptBadge } from './AttemptBadge.js';
import { currentCallsQuery } from './call.queries.js';

/** What a backend works at now, with the way to each task. */
export function CurrentCalls({ backend_id }: { backend_id: string }) {
  const query = useQuery(currentCallsQuery(backend_id));
  if (query.isPending) return <Skeleton className="h-20" />;
  if (query.data === undefined) {
    return <CallError title="The calls could not be loaded" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { items, next_cursor } = query.data;
  if (items.length === 0) return <p className="text-[13px] text-text-2">Nothing is in flight.</p>;
  return (
    <>
      <ul aria-label="Current calls" className="flex flex-col divide-y divide-line">
        {items.map((call) => (
          <li
            key={call.attempt_id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-[13px] first:pt-0 last:pb-0"
          >
            <AttemptBadge state={call.state} />
            <Link
              to="/tasks/$taskId"
              params={{ taskId: call.task_id }}
              title={call.task_id}
              className="font-mono text-xs text-accent underline-offset-2 hover:underline pointer-coarse:py-3"
            >
              {shortId(call.task_id)}
            </Link>
            <span className="min-w-0 truncate">
              {call.model} <span className="text-text-3">· {call.mode}</span>
            </span>
            <span className="ml-auto text-xs text-text-3">
              {call.out_of_sight_since === null ? (
                <Ago at={call.started_at ?? call.created_at} />
              ) : (
                <span className="text-warn">
                  out of sight for <Elapsed from={call.out_of_sight_since} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {next_cursor === null ? null : <p className="mt-2 text-xs text-text-3">And more.</p>}
    </>
  );
}
