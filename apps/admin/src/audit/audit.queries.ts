import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { type AuditFilter, auditQueryOf } from './audit-filter.js';

const PAGE = 100;
const RELOAD_PAGES = 3;
const EVERY_MS = 10_000;

/** Numbers as ids that sort as the numbers do. */
const rowId = (seq: number) => String(seq).padStart(12, '0');

/** Entries of the log, newest first, page by page. */
export const auditListQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...auditQueryOf(filter), ...(pageParam !== null && { cursor: pageParam }) };
      const page = await easel.audit.list(query, { signal });
      return { ...page, items: page.items.map((entry) => ({ ...entry, id: rowId(entry.seq) })) };
    },
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Longer lists are not read again by themselves.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= RELOAD_PAGES ? EVERY_MS : false),
    refetchOnWindowFocus: true,
  });

/** Checks the whole log, each time it is asked. */
export const verificationQuery = () =>
  queryOptions({
    queryKey: ['audit', 'verification'],
    queryFn: ({ signal }) => easel.audit.verify(undefined, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const headsQuery = () =>
  queryOptions({ queryKey: ['audit', 'heads'], queryFn: ({ signal }) => easel.audit.heads({ signal }), staleTime: 0 });

/** What is still known of one thing. */
export const storyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'story', id],
    queryFn: ({ pageParam, signal }) =>
      easel.audit.target(id, { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    // Without it the type would be null alone.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
  });
