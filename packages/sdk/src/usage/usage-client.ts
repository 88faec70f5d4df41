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

/** What was run and its estimated cost. */
export function createUsageClient(transport: Transport) {
  const { call } = transport;
  return {
    /** Sums by day, model, backend or owner, with their total; the last 30 days when no days are given. */
    async get(query: UsageQuery = {}, options: CallOptions = {}): Promise<Usage> {
      return (await call('usage', 'get', { query }, options)).body;
    },
  };
}
