import type { UserPatch } from '@easel/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { userQuery } from './user.queries.js';

/** Changes role or limits of a person, disables or enables them. */
export function usePatchUser(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: UserPatch) => easel.user.patch(id, patch),
    onSuccess: (user) => {
      client.setQueryData(userQuery(id).queryKey, user);
      void client.invalidateQueries({ queryKey: ['users'] });
    },
  });
}

/** Signs a person out everywhere. */
export function useEndSessions(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => easel.user.revoke_sessions(id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['users'] }),
  });
}

export const usePasswordLink = (id: string) => useMutation({ mutationFn: () => easel.user.make_password_link(id) });
