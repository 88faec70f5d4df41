import type { Overview, SeriesMetric, TimeSeries } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Which points are asked for. Times are ISO 8601 in UTC with milliseconds. */
export interface SeriesQuery {
  metric: SeriesMetric;
  /** The last 24 hours when no times are given. */
  from?: string | undefined;
  to?: string | undefined;
  /** Seconds between two points; about 100 points when absent, 500 at most. */
  step_s?: number | undefined;
}

/** Is all well, and what needs me? For operators. */
export function createOverviewClient(transport: Transport) {
  const { call } = transport;
  return {
    /** Queue, times, errors, cost and what needs an operator; figures of the last 24 hours when no window is given. */
    async get(query: { window_s?: number | undefined } = {}, options: CallOptions = {}): Promise<Overview> {
      return (await call('overview', 'get', { query }, options)).body;
    },

    /** One metric over time. */
    async series(query: SeriesQuery, options: CallOptions = {}): Promise<TimeSeries> {
      return (await call('overview', 'series', { query }, options)).body;
    },
  };
}
