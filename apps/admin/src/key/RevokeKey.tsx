import type { OwnedKey } from '@easel/contracts';
import { ConfirmByName, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';

/** Ends a key of anyone, after its name was typed. */
export function RevokeKey({ item, onClose }: { item: OwnedKey | null; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const revoke = useMutation({
    mutationFn: ({ id }: OwnedKey) => easel.key.revoke_any(id),
    onSuccess: (_answer, { name }) => {
      toast({ message: `${name} was revoked.` });
      void client.invalidateQueries({ queryKey: ['keys'] });
      onClose();
    },
  });
  const close = () => {
    revoke.reset();
    onClose();
  };
  return (
    <ConfirmByName
      open={item !== null}
      onClose={close}
      title={`Revoke ${item?.name ?? ''}?`}
      name={item?.name ?? ''}
      action={revoke.isPending ? 'Revoking …' : 'Revoke it'}
      pending={revoke.isPending}
      error={revoke.isError ? explain(revoke.error) : null}
      onConfirm={() => item && revoke.mutate(item)}
    >
      The key belongs to {item?.owner_name}. Programs that use it are refused from now on, and their open streams end.
      Tasks it has submitted go on. This cannot be undone.
    </ConfirmByName>
  );
}
