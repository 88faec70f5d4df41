import { QueryClient } from '@tanstack/react-query';

/** The SDK repeats what may pass; events keep the data fresh. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false } },
});
