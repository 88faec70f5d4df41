import type { Usage, UsageGroup } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** What usage is asked for. Days are UTC, as `2026-01-31`, both ends included. */
export interface UsageQuery {
  /** `day` when absent. */
  group_by?: UsageGroup | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Reads what was run and its estimated cost; the last 30 days when no days are given. */
export const createUsageReader =
  (transport: Transport) =>
  async (query: UsageQuery = {}, options: CallOptions = {}): Promise<Usage> =>
    (await transport.call('usage', 'get', { query }, options)).body;
