import type {
  AuditAction,
  AuditEntry,
  AuditHead,
  AuditHeads,
  AuditOutcome,
  AuditPruned,
  AuditStory,
  AuditVerification,
} from '@easel/contracts';
import type { CallOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** As many on a page as the server gives. */
const PAGE = 100;

/** Which entries are asked for. Times are ISO 8601 in UTC with milliseconds. */
export interface AuditQuery extends PageQuery {
  actor_id?: string | undefined;
  action?: AuditAction | undefined;
  target_id?: string | undefined;
  outcome?: AuditOutcome | undefined;
  request_id?: string | undefined;
  /** At or after this time. */
  after?: string | undefined;
  /** Before this time. */
  before?: string | undefined;
}

/** The audit log: who did what, and the proof that it is unchanged. For operators. */
export function createAuditClient(transport: Transport) {
  const { call } = transport;
  const list = async (query: AuditQuery = {}, options: CallOptions = {}): Promise<Page<AuditEntry>> =>
    (await call('audit', 'list', { query }, options)).body;
  return {
    /** One page of entries, newest first. */
    list,

    /** Every entry that fits, page after page, newest first. */
    async *all(query: Omit<AuditQuery, 'cursor'> = {}, options: CallOptions = {}): AsyncGenerator<AuditEntry, void> {
      let cursor: string | undefined;
      do {
        const page = await list({ limit: PAGE, ...query, cursor }, options);
        yield* page.items;
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** Checks the whole log: with a head that was kept elsewhere, also that nothing up to it was changed or cut off. */
    async verify(head?: AuditHead, options: CallOptions = {}): Promise<AuditVerification> {
      if (head === undefined) return (await call('audit', 'verify', { query: {} }, options)).body;
      return (await call('audit', 'verify_head', { body: { head } }, { ...options, repeatable: true })).body;
    },

    /** The newest signed head, to be kept elsewhere, and the public key. */
    async heads(options: CallOptions = {}): Promise<AuditHeads> {
      return (await call('audit', 'heads', { query: {} }, options)).body;
    },

    /** The whole log as lines of JSON, oldest first: a response to be read as a stream. */
    async export(options: CallOptions = {}): Promise<Response> {
      // The transport hands over whatever is not JSON as the response itself.
      return (await call('audit', 'export', { query: {} }, options)).body as Response;
    },

    /** Removes entries older than so many days, 30 at least; the rest stays provable. */
    async prune(older_than_days: number, options: CallOptions = {}): Promise<AuditPruned> {
      return (await call('audit', 'prune', { body: { older_than_days } }, options)).body;
    },

    /** Everything done to one thing, by its id, and what is still known of it: also when it is gone. */
    async target(id: string, query: PageQuery = {}, options: CallOptions = {}): Promise<AuditStory> {
      return (await call('audit', 'target', { params: { id }, query }, options)).body;
    },
  };
}
