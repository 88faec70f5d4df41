import type { Delivery, Webhook } from '@easel/contracts';
import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { deliveriesQuery, webhooksQuery } from './webhook.queries';

/** What can be done with one's own endpoint. */
export function useWebhookActions(webhook: Webhook) {
  const client = useQueryClient();
  const toast = useToast();
  const onError = (error: Error) => toast({ message: explainError(error), tone: 'bad' });
  const relist = () => void client.invalidateQueries({ queryKey: webhooksQuery().queryKey });
  const redeliver = () => void client.invalidateQueries({ queryKey: deliveriesQuery(webhook.id).queryKey });
  return {
    change: useMutation({
      mutationFn: (enabled: boolean) => easel.webhook.patch(webhook.id, { enabled }),
      onSuccess: relist,
      onError,
    }),
    remove: useMutation({
      mutationFn: () => easel.webhook.remove(webhook.id),
      onSuccess: () => {
        toast({ message: 'The address is told nothing any more.' });
        relist();
      },
    }),
    rotate: useMutation({ mutationFn: () => easel.webhook.rotate(webhook.id), onSuccess: relist, onError }),
    test: useMutation({
      mutationFn: () => easel.webhook.test(webhook.id),
      onSuccess: ({ last_status, last_error }) => {
        toast(
          last_error === null
            ? { message: `The test arrived: answered with ${last_status}.` }
            : { message: `The test did not arrive: ${last_error}`, tone: 'bad' },
        );
        redeliver();
      },
      onError,
    }),
    again: useMutation({
      mutationFn: ({ id }: Delivery) => easel.webhook.redeliver(id),
      onSuccess: redeliver,
      onError,
    }),
  };
}
