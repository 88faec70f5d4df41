import type { Breaker } from '@easel/contracts';
import { Badge } from '@easel/ui';
import { Countdown } from '../app/Ago.js';
import { FAULT_LABEL } from './backend-look.js';

/** Kinds of trouble, counted apart: what is held back because of them, and for how long. */
export function BreakerList({ breakers }: { breakers: readonly Breaker[] }) {
  if (breakers.length === 0) return <p className="text-[13px] text-text-2">No faults are counted at present.</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {breakers.map((breaker) => (
        <li key={`${breaker.fault} ${breaker.model}`} className="py-2 text-[13px] first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <Badge tone={breaker.open ? 'warn' : 'neutral'}>{breaker.open ? 'Open' : 'Counting'}</Badge>
            <span className="font-medium">{FAULT_LABEL[breaker.fault]}</span>
            <span className="text-text-3">
              {breaker.model ?? 'the whole backend'} · {breaker.failures === 1 ? 'once' : `${breaker.failures} times`}
            </span>
          </div>
          <p className="mt-1 break-words text-text-2">{breaker.last_message}</p>
          {breaker.retry_at === null ? null : (
            <p className="mt-0.5 text-text-3">
              {breaker.open ? 'One try in ' : 'Forgotten in '}
              <span className="text-text-1">
                <Countdown until={breaker.retry_at} />
              </span>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
