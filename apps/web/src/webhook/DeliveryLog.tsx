import type { Delivery, Webhook } from '@easel/contracts';
import { Badge, Button, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { explainError } from '../app/explain-error';
import { formatAgo } from '../app/format';
import { DeliveryDetails } from './DeliveryDetails';
import { useWebhookActions } from './use-webhook-actions';
import { deliveriesQuery } from './webhook.queries';

const TONES = { pending: 'accent', delivered: 'ok', failed: 'bad', cancelled: 'neutral' } as const;

/** What was sent to an address and what came back, newest first. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const log = useInfiniteQuery(deliveriesQuery(webhook.id));
  const items = log.data?.pages.flatMap((page) => page.items);
  if (items === undefined) {
    return log.isError ? (
      <p role="alert" className="text-[13px] text-bad">
        {explainError(log.error)}
      </p>
    ) : (
      <Skeleton className="h-20" />
    );
  }
  if (items.length === 0) {
    return <p className="text-[13px] text-text-3">Nothing was sent yet. “Send a test” tries it now.</p>;
  }
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={`Deliveries to ${webhook.url}`} className="divide-y divide-line rounded-md border border-line">
        {items.map((delivery) => (
          <DeliveryRow key={delivery.id} webhook={webhook} delivery={delivery} />
        ))}
      </ul>
      {log.hasNextPage ? (
        <Button size="sm" className="self-center" disabled={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function DeliveryRow({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const [open, setOpen] = useState(false);
  const { again } = useWebhookActions(webhook);
  const tries = delivery.attempt_count === 1 ? '1 try' : `${delivery.attempt_count} tries`;
  return (
    <li className="flex flex-col text-[13px]">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 p-2">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-sm text-left pointer-coarse:min-h-11"
        >
          <ChevronRight aria-hidden className={`size-4 shrink-0 text-text-3 ${open ? 'rotate-90' : ''}`} />
          <Badge tone={TONES[delivery.state]}>{delivery.state}</Badge>
          <span className="truncate">{delivery.event}</span>
          <span className="ml-auto shrink-0 text-xs text-text-3">
            {delivery.last_status ?? (delivery.attempt_count > 0 ? 'no answer' : 'not tried')} · {tries} ·{' '}
            {formatAgo(delivery.created_at)}
          </span>
        </button>
        {delivery.state === 'pending' ? null : (
          <Button size="sm" disabled={again.isPending} onClick={() => again.mutate(delivery)}>
            Send again
          </Button>
        )}
      </div>
      {open ? <DeliveryDetails id={delivery.id} /> : null}
    </li>
  );
}
