import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/client';

/** Who is signed in, and how one can sign in. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => easel.system.session({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Whom an invitation is for. The token stands in no address and no log. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => easel.user.look_at_invitation(token, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The browsers in which one is signed in, newest first. */
export const accountSessionsQuery = () =>
  queryOptions({
    queryKey: ['account-sessions'],
    queryFn: ({ signal }) => easel.user.list_account_sessions({ signal }),
    staleTime: 5_000,
  });
