import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';

/** Sends a message of anyone again, now. */
export function useRedeliver() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return useMutation({
    mutationFn: (id: string) => easel.webhook.redeliver_any(id),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      toast({
        message: 'It is being sent again.',
        action: {
          label: 'See',
          onPress: () => void navigate({ to: '/deliveries/$deliveryId', params: { deliveryId: id } }),
        },
      });
    },
    onError: (error) => toast({ message: `Not sent: ${explain(error)}`, tone: 'bad' }),
  });
}

export type Redeliver = ReturnType<typeof useRedeliver>;
