import type { Role } from '@easel/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

/** People come, go and spend; nobody needs it by the second. */
const EVERY_MS = 15_000;
const PAGE = 50;

export interface UserFilter {
  search?: string;
  role?: Role;
}

/** People, newest first. */
export const usersQuery = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ['users', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      easel.user.list({ limit: PAGE, ...filter, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: EVERY_MS,
    // What was found before stays in view while more is typed.
    placeholderData: (before) => before,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'detail', id],
    queryFn: ({ signal }) => easel.user.get(id, { signal }),
    refetchInterval: EVERY_MS,
  });

/** The browsers in which a person is signed in. */
export const userSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'sessions', id],
    queryFn: ({ signal }) => easel.user.list_sessions(id, { signal }),
    refetchInterval: EVERY_MS,
  });

export const invitationsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['invitations'],
    queryFn: ({ pageParam, signal }) =>
      easel.user.list_invitations({ limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: EVERY_MS,
  });
