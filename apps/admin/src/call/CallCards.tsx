import type { Call } from '@easel/contracts';
import { Button } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatCost, formatMs, formatWhen, shortId } from '../app/format.js';
import { useNow } from '../app/use-now.js';
import { CallDetails } from './CallDetails.js';
import { CallState } from './CallState.js';
import { ranMs, waitedMs } from './call-times.js';

/** The list where there is no room for a table: the same facts, one card a call. */
export function CallCards({ calls }: { calls: readonly Call[] }) {
  return (
    <ul aria-label="Calls" className="flex flex-col gap-2">
      {calls.map((call) => (
        <CallCard key={call.attempt_id} call={call} />
      ))}
    </ul>
  );
}

function CallCard({ call }: { call: Call }) {
  const [shown, setShown] = useState(false);
  const now = useNow();
  const Icon = shown ? ChevronDown : ChevronRight;
  const link = 'text-accent underline-offset-2 hover:underline pointer-coarse:py-2';
  return (
    <li
      data-call={call.attempt_id}
      className="flex flex-col gap-1.5 rounded-md border border-line bg-surface-2 p-3 text-[13px]"
    >
      <div className="flex items-start justify-between gap-2">
        <CallState call={call} />
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={shown}
          aria-label={`Details of ${shortId(call.attempt_id)}`}
          icon={<Icon aria-hidden className="size-4" />}
          onClick={() => setShown(!shown)}
        >
          Details
        </Button>
      </div>
      <p className="flex flex-wrap items-center gap-x-3">
        <Link to="/tasks/$taskId" params={{ taskId: call.task_id }} className={`${link} font-mono text-xs`}>
          {shortId(call.task_id)}
        </Link>
        <span>
          {call.model} <span className="text-text-3">· {call.mode}</span>
        </span>
        <Link to="/backends/$backendId" params={{ backendId: call.backend_id }} search={{}} className={link}>
          {call.backend_label}
        </Link>
      </p>
      <p className="text-xs text-text-3">
        {formatWhen(call.created_at)} · waited {formatMs(waitedMs(call, now))} · ran {formatMs(ranMs(call, now))} ·{' '}
        {formatCost(call.cost_microusd)}
      </p>
      {shown ? (
        <div className="mt-1 border-t border-line pt-3">
          <CallDetails call={call} />
        </div>
      ) : null}
    </li>
  );
}
