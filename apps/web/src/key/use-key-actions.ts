import type { Key } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { keysQuery } from './key.queries';

/** What can be done with one's own key. */
export function useKeyActions() {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () => void client.invalidateQueries({ queryKey: keysQuery().queryKey });
  const onError = (error: Error) => toast({ message: explainError(error), tone: 'bad' });
  const revoke = useMutation({
    mutationFn: ({ id }: Key) => easel.key.revoke(id),
    onSuccess: (_answer, { name }) => {
      toast({ message: `${name} was revoked.` });
      refresh();
    },
  });
  const rotate = useMutation({ mutationFn: ({ id }: Key) => easel.key.rotate(id), onSuccess: refresh, onError });
  return { revoke, rotate };
}
