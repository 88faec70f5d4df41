import type { Session } from '@easel/contracts';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './user.queries';

export type User = NonNullable<Session['user']>;

/** Whether calls are answered: somebody is signed in, or nobody has to be. */
export const isOpen = (session: Session): boolean => session.auth === 'local' || session.user !== null;

/** Who is signed in; null until that is known, and when nobody is. */
export function useUser(): User | null {
  return useQuery(sessionQuery()).data?.user ?? null;
}

export function useIsOpen(): boolean {
  const { data } = useQuery(sessionQuery());
  return data !== undefined && isOpen(data);
}
