import { QueryClient } from '@tanstack/react-query';

/** The event stream keeps tasks fresh, and the SDK repeats failed calls, so that the cache does neither. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 30 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
