import { Button, EmptyState, ErrorState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Webhook as WebhookIcon } from 'lucide-react';
import { explainError } from '../app/explain-error';
import { NewWebhook } from './NewWebhook';
import { WebhookCard } from './WebhookCard';
import { webhooksQuery } from './webhook.queries';

/** One's own addresses that are told of tasks. */
export function WebhooksSection() {
  const { data: webhooks, error, refetch } = useQuery(webhooksQuery());
  return (
    <div className="flex flex-col gap-5">
      <NewWebhook />
      {webhooks === undefined && error !== null ? (
        <ErrorState
          title="Your webhooks could not be read"
          action={<Button onClick={() => refetch()}>Try again</Button>}
        >
          {explainError(error)}
        </ErrorState>
      ) : webhooks === undefined ? (
        <Skeleton className="h-24" />
      ) : webhooks.length === 0 ? (
        <EmptyState title="No addresses yet" icon={<WebhookIcon aria-hidden className="size-7" />}>
          Instead of asking again and again, a program can be told the moment a picture is there.
        </EmptyState>
      ) : (
        <ul aria-label="Webhooks" className="divide-y divide-line rounded-md border border-line">
          {webhooks.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
    </div>
  );
}
