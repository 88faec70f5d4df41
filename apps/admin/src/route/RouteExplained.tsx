import type { RouteExplanation } from '@easel/contracts';
import { Badge, Callout, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Check, Hourglass, X } from 'lucide-react';
import { Countdown } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { type RouteAsk, routeQuery } from './route.queries.js';

/** Where something would go now, and why not elsewhere. */
export function RouteExplained({ ask }: { ask: RouteAsk }) {
  const query = useQuery(routeQuery(ask));
  if (query.isPending) return <Skeleton className="h-24" />;
  if (query.data === undefined) {
    return <CallError title="No explanation could be had" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Explained route={query.data} />;
}

/** Why it waits; null when it would go now. What follows the first sentence, the list says backend by backend. */
function reasonToWait({ chosen, dispatch_paused, waiting_because }: RouteExplanation): string | null {
  const said = waiting_because?.split(/(?<=\.)\s/)[0];
  if (said !== undefined) return said;
  if (dispatch_paused) return 'Dispatch is paused.';
  return chosen === null ? 'No backend can take it now.' : null;
}

type Candidate = RouteExplanation['candidates'][number];

/** An explanation as it was given. */
export function Explained({ route }: { route: RouteExplanation }) {
  const { chosen } = route;
  const waits = reasonToWait(route);
  const first = [...route.candidates].sort((a, b) => Number(b.eligible) - Number(a.eligible));
  return (
    <div className="flex flex-col gap-3">
      {waits === null ? null : (
        <Callout tone="warn" icon={<Hourglass aria-hidden className="size-4" />} title="It waits">
          {waits}
        </Callout>
      )}
      {chosen === null ? null : (
        <Callout
          tone={waits === null ? 'ok' : 'neutral'}
          icon={<ArrowRight aria-hidden className="size-4" />}
          title={
            <>
              {waits === null ? 'To ' : 'Then to '}
              <Link
                to="/backends/$backendId"
                params={{ backendId: chosen.backend_id }}
                search={{}}
                className="underline underline-offset-2"
              >
                {chosen.label}
              </Link>
            </>
          }
        >
          {chosen.why}
        </Callout>
      )}
      <ul aria-label="Backends considered" className="flex flex-col divide-y divide-line">
        {first.map((candidate) => (
          <CandidateLine
            key={candidate.backend_id}
            candidate={candidate}
            chosen={candidate.backend_id === chosen?.backend_id}
          />
        ))}
      </ul>
    </div>
  );
}

function CandidateLine({ candidate, chosen }: { candidate: Candidate; chosen: boolean }) {
  const { eligible } = candidate;
  const Icon = eligible ? Check : X;
  return (
    <li className="py-2 text-[13px] first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Badge tone={eligible ? 'ok' : 'neutral'}>
          <Icon aria-hidden className="size-3.5" />
          {chosen ? 'Chosen' : eligible ? 'Could' : 'Could not'}
        </Badge>
        <Link
          to="/backends/$backendId"
          params={{ backendId: candidate.backend_id }}
          search={{}}
          className="font-medium underline-offset-2 hover:underline pointer-coarse:py-2.5"
        >
          {candidate.label}
        </Link>
        <span className="text-xs text-text-3">
          {candidate.in_flight} of {candidate.capacity} places taken · weight {candidate.weight}
        </span>
      </div>
      {candidate.obstacles.length === 0 ? null : (
        <ul className="mt-1 list-disc pl-5 text-text-2">
          {candidate.obstacles.map((obstacle) => (
            <li key={`${obstacle.code} ${obstacle.message}`} className="break-words">
              {obstacle.message}
              {obstacle.until === null ? null : (
                <span className="text-text-3">
                  {' '}
                  (<Countdown until={obstacle.until} />)
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
