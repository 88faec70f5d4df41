import type { AdminTask, AdminTaskStory, Lane, MediaType, ModeName, Task } from '@easel/contracts';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** As many on a page as the server gives. */
const PAGE = 100;

/** Which tasks are asked for. Lists are separated by commas; times are ISO 8601 in UTC with milliseconds. */
export interface AdminTaskQuery extends PageQuery {
  /** For example `failed,cancelled`. */
  status?: string | undefined;
  model?: string | undefined;
  mode?: ModeName | undefined;
  type?: MediaType | undefined;
  lane?: Lane | undefined;
  owner_id?: string | undefined;
  key_id?: string | undefined;
  /** Where any of its attempts went. */
  backend_id?: string | undefined;
  /** Error codes, for example `out_of_memory,stale`. */
  error?: string | undefined;
  /** The beginning of an id, or a part of a prompt. */
  search?: string | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Tasks of all owners. For operators. */
export function createAdminTaskClient(transport: Transport) {
  const { call } = transport;
  const list = async (query: AdminTaskQuery = {}, options: CallOptions = {}): Promise<Page<AdminTask>> =>
    (await call('admin_task', 'list', { query }, options)).body;
  return {
    /**
     * One page, newest first. A page may be short, even empty, while `next_cursor` is not null: rare combinations are
     * looked for among a few thousand tasks at a time.
     */
    list,

    /** Every task that fits, page after page, newest first. */
    async *all(query: Omit<AdminTaskQuery, 'cursor'> = {}, options: CallOptions = {}): AsyncGenerator<AdminTask, void> {
      let cursor: string | undefined;
      do {
        const page = await list({ limit: PAGE, ...query, cursor }, options);
        yield* page.items;
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** The whole story: events, attempts, route, deliveries, audit entries. Also of one that is deleted and not yet gone. */
    async get(id: string, options: CallOptions = {}): Promise<AdminTaskStory> {
      return (await call('admin_task', 'get', { params: { id } }, options)).body;
    },

    /** Asks anyone's task to stop. */
    async cancel(id: string, options: CallOptions = {}): Promise<Task> {
      return (await call('admin_task', 'cancel', { params: { id } }, { ...options, repeatable: true })).body;
    },

    /** Creates a new task with the same input for the same owner, outside of any key. */
    async retry(id: string, { idempotency_key = crypto.randomUUID(), ...options }: CreateOptions = {}): Promise<Task> {
      const headers = { 'idempotency-key': idempotency_key };
      return (await call('admin_task', 'retry', { params: { id }, headers }, options)).body;
    },

    /** Deletes anyone's task with its outputs; `restore` undoes it for 24 hours. */
    async remove(id: string, options: CallOptions = {}): Promise<void> {
      await call('admin_task', 'remove', { params: { id } }, options);
    },

    /** Undoes a deletion. */
    async restore(id: string, options: CallOptions = {}): Promise<Task> {
      return (await call('admin_task', 'restore', { params: { id } }, { ...options, repeatable: true })).body;
    },
  };
}
