import type { DeliveryAttempt } from '@easel/contracts';
import { Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { explainError } from '../app/explain-error';
import { formatDuration } from '../app/format';
import { deliveryQuery } from './webhook.queries';

const at = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const headersAsText = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

function Text({ title, children }: { title: string; children: string }) {
  return (
    <details>
      <summary className="min-h-6 text-text-2 pointer-coarse:min-h-11">{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-64 overflow-auto rounded-md bg-field p-2 text-xs whitespace-pre-wrap">
        {children}
      </pre>
    </details>
  );
}

/** A delivery's message, and each try with what went out and what came back. */
export function DeliveryDetails({ id }: { id: string }) {
  const { data: delivery, error } = useQuery(deliveryQuery(id));
  if (delivery === undefined) {
    return error === null ? (
      <Skeleton className="m-3 h-16" />
    ) : (
      <p role="alert" className="p-3 text-bad">
        {explainError(error)}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-surface-2 p-3">
      <Text title="Message">{delivery.payload}</Text>
      <ol className="flex flex-col gap-3">
        {delivery.attempts.map((attempt) => (
          <Attempt key={attempt.at} attempt={attempt} />
        ))}
      </ol>
    </div>
  );
}

function Attempt({ attempt }: { attempt: DeliveryAttempt }) {
  return (
    <li className="flex flex-col gap-1">
      <p>
        <time dateTime={attempt.at}>{at.format(new Date(attempt.at))}</time>:{' '}
        {attempt.status === null ? 'no answer' : `answered ${attempt.status}`} in {formatDuration(attempt.duration_ms)}
        {attempt.error === null ? null : <span className="text-bad"> · {attempt.error}</span>}
      </p>
      <Text title="Sent headers">{headersAsText(attempt.request_headers)}</Text>
      {attempt.response_headers === null ? null : (
        <Text title="Answer">{`${headersAsText(attempt.response_headers)}\n\n${attempt.response_body ?? ''}`}</Text>
      )}
    </li>
  );
}
