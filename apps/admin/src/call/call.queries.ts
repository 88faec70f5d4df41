import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';
import { ATTEMPT_STATES, LIVE_STATES } from './attempt-look.js';
import { type CallFilter, statesOf } from './call-filter.js';

const PAGE = 50;

/** Attempts of all owners, newest first, page by page. */
export const callListQuery = (filter: CallFilter) => {
  const { backend, model } = filter;
  const named = statesOf(filter);
  return infiniteQueryOptions({
    queryKey: ['calls', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      easel.backend.calls(
        {
          limit: PAGE,
          state: ATTEMPT_STATES.filter((one) => named.includes(one)),
          ...(pageParam !== null && { cursor: pageParam }),
          ...(backend !== undefined && { backend_id: backend }),
          ...(model !== undefined && { model }),
        },
        { signal },
      ),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...LIVE,
  });
};

/** What a backend works at now. */
export const currentCallsQuery = (backend_id: string) =>
  queryOptions({
    queryKey: ['calls', 'current', backend_id],
    queryFn: ({ signal }) => easel.backend.calls({ limit: PAGE, backend_id, state: LIVE_STATES }, { signal }),
    ...LIVE,
  });
