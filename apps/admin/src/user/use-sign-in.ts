import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signIn } from '../app/easel.js';
import { sessionQuery } from '../system/system.queries.js';

/** Signs in, then asks anew for whatever this page shows. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ email, password }: { email: string; password: string }) => {
      await signIn.password(email, password);
      await client.fetchQuery({ ...sessionQuery(), staleTime: 0 });
    },
    onSuccess: () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'system' }),
  });
}

/** Goes to the identity provider, which sends the browser back here. */
export const useProvider = () =>
  useMutation({
    mutationFn: () => signIn.provider(location.pathname + location.search),
    onSuccess: (url) => location.assign(url),
  });

/** Ends this session and leaves nothing of it in this page's memory. */
export const useSignOut = (then = '/sign-in?to=/admin') =>
  useMutation({
    mutationFn: () => signIn.out(),
    onSuccess: () => location.assign(then),
  });
