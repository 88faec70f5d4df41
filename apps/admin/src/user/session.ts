import type { Session } from '@easel/contracts';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../system/system.queries.js';

export type SessionUser = NonNullable<Session['user']>;

/** Whether calls are answered: somebody is signed in, or nobody has to be. */
export const isOpen = (session: Session): boolean => session.auth === 'local' || session.user !== null;

export function useIsOpen(): boolean {
  const { data } = useQuery(sessionQuery());
  return data !== undefined && isOpen(data);
}

/** Who is signed in; null until that is known. */
export const useMe = (): SessionUser | null => useQuery(sessionQuery()).data?.user ?? null;
