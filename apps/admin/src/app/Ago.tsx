import { formatFull, formatLeft, formatSpan } from './format.js';
import { useNow } from './use-now.js';

/** How long ago something was. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatFull(at)} className="whitespace-nowrap">
      {formatSpan(now - Date.parse(at))} ago
    </time>
  );
}

/** How long something has lasted. */
export function Elapsed({ from }: { from: string }) {
  const now = useNow();
  return (
    <time dateTime={from} title={`since ${formatFull(from)}`} className="whitespace-nowrap">
      {formatSpan(now - Date.parse(from))}
    </time>
  );
}

/** How long it takes until something is due. */
export function Countdown({ until }: { until: string }) {
  const left_ms = Date.parse(until) - useNow();
  return (
    <time dateTime={until} title={formatFull(until)} className="whitespace-nowrap">
      {left_ms > 0 ? formatLeft(left_ms) : 'due now'}
    </time>
  );
}
