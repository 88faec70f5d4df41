import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signIn } from '../app/client';
import { sessionQuery } from './user.queries';

/** Signs in, then asks anew for whatever this page shows. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ email, password }: { email: string; password: string }) => {
      await signIn.password(email, password);
      await client.fetchQuery({ ...sessionQuery(), staleTime: 0 });
    },
    onSuccess: () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  });
}

/** Goes to the identity provider, which sends the browser back to the given path. */
export const useProvider = (return_to: string) =>
  useMutation({
    mutationFn: () => signIn.provider(return_to),
    onSuccess: (url) => location.assign(url),
  });

/** Ends this session and leaves nothing of it in this page's memory. */
export const useSignOut = () =>
  useMutation({
    mutationFn: () => signIn.out(),
    onSuccess: () => location.assign('/sign-in'),
  });
