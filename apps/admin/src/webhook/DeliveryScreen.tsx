import type { DeliveryAttempt, DeliveryDetail } from '@easel/contracts';
import { Badge, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { Countdown } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { formatClockMs, formatFull, formatMs } from '../app/format.js';
import { JsonView } from '../app/JsonView.js';
import { Facts, Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { DeliveryBadge, outcomeOf } from './DeliveryBadge.js';
import { SendAgain } from './SendAgain.js';
import { useRedeliver } from './use-redeliver.js';
import { deliveryQuery } from './webhook.queries.js';

const LINK = 'text-accent underline underline-offset-2 break-all';

/** One delivery whole: what was sent each time, and what came back. */
export function DeliveryScreen({ id }: { id: string }) {
  useTitle('Delivery');
  const delivery = useQuery(deliveryQuery(id));
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 px-4 pt-3 pb-10">
      <Link
        to="/deliveries"
        search={{}}
        className="inline-flex min-h-6 items-center gap-1 self-start text-[13px] text-text-2 hover:text-text-1 pointer-coarse:min-h-11"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Deliveries
      </Link>
      {delivery.isPending ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading the delivery …</span>
          <Skeleton className="h-48" />
        </div>
      ) : delivery.data === undefined ? (
        <>
          <h1 className="sr-only">Delivery</h1>
          <CallError
            title="The delivery could not be loaded"
            error={delivery.error}
            onRetry={() => void delivery.refetch()}
          />
        </>
      ) : (
        <Whole delivery={delivery.data} />
      )}
    </div>
  );
}

function Whole({ delivery }: { delivery: DeliveryDetail }) {
  const redeliver = useRedeliver();
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2 text-lg font-semibold">
            {delivery.event} <DeliveryBadge delivery={delivery} />
          </h1>
          <p className="text-[13px] break-all text-text-2">{delivery.url}</p>
          <p className="mt-1 text-[13px]">
            {outcomeOf(delivery)}
            {delivery.next_at === null ? null : (
              <>
                {' '}
                · tried again: <Countdown until={delivery.next_at} />
              </>
            )}
          </p>
        </div>
        <SendAgain delivery={delivery} redeliver={redeliver} />
      </header>
      <Panel title="Facts">
        <Facts
          items={[
            ['Created', formatFull(delivery.created_at)],
            ['Finished', delivery.finished_at === null ? '–' : formatFull(delivery.finished_at)],
            [
              'Task',
              delivery.task_id === null ? (
                '–'
              ) : (
                <Link key="task" to="/tasks/$taskId" params={{ taskId: delivery.task_id }} className={LINK}>
                  {delivery.task_id}
                </Link>
              ),
            ],
            [
              'Endpoint',
              delivery.webhook_id === null ? (
                'the target that the task named'
              ) : (
                <Link key="hook" to="/deliveries" search={{ webhook_id: delivery.webhook_id }} className={LINK}>
                  {delivery.webhook_id}
                </Link>
              ),
            ],
            [
              'Message',
              <code key="message" className="font-mono text-xs break-all">
                {delivery.message_id}
              </code>,
            ],
            ...(delivery.redelivery_of === null
              ? []
              : [
                  [
                    'First sent as',
                    <Link
                      key="first"
                      to="/deliveries/$deliveryId"
                      params={{ deliveryId: delivery.redelivery_of }}
                      className={LINK}
                    >
                      {delivery.redelivery_of}
                    </Link>,
                  ] as const,
                ]),
          ]}
        />
      </Panel>
      <Panel title={`Tries (${delivery.attempts.length})`}>
        {delivery.attempts.length === 0 ? (
          <p className="text-[13px] text-text-2">None yet.</p>
        ) : (
          <ol className="flex flex-col gap-4">
            {delivery.attempts.map((attempt, index) => (
              <Try key={attempt.at} attempt={attempt} number={index + 1} />
            ))}
          </ol>
        )}
      </Panel>
      <JsonView title="What is sent" value={parsed(delivery.payload)} />
    </>
  );
}

/** The payload as it reads best; as it is when it is not JSON. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function Try({ attempt, number }: { attempt: DeliveryAttempt; number: number }) {
  const good = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
  return (
    <li className="flex flex-col gap-2 border-t border-line pt-3 text-[13px] first:border-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong className="font-semibold">Try {number}</strong>
        <Badge tone={good ? 'ok' : 'bad'}>{attempt.status ?? 'no answer'}</Badge>
        <span className="text-text-2">
          {formatClockMs(attempt.at)}, {formatMs(attempt.duration_ms)}
        </span>
      </p>
      {attempt.error === null ? null : <p className="text-bad">{attempt.error}</p>}
      <Said title="Request headers" text={headersOf(attempt.request_headers)} />
      {attempt.response_headers === null ? null : (
        <Said title="Response headers" text={headersOf(attempt.response_headers)} />
      )}
      {attempt.response_body ? <Said title="Response body" text={attempt.response_body} /> : null}
    </li>
  );
}

const headersOf = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const Said = ({ title, text }: { title: string; text: string }) => (
  <details className="rounded-md border border-line bg-surface-1">
    <summary className="min-h-8 px-3 py-1.5 text-text-2 select-none pointer-coarse:min-h-11">{title}</summary>
    <pre className="border-t border-line px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">{text}</pre>
  </details>
);
