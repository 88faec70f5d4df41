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
