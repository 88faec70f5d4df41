import type { PlatformFacts } from '@easel/contracts';

/** Statuses of a result as the control plane numbers them. */
export const STATUS = {
  success: 1,
  failure: 2,
  terminated: 3,
  timeout: 4,
  init_failure: 5,
  internal_failure: 6,
  idle_timeout: 7,
  memory_eviction: 8,
} as const;

/** What the control plane says of a call and the SDK does not pass on. Times in seconds since 1970. */
export interface CallFacts {
  status: number;
  exception: string;
  traceback: string;
  exitcode: number;
  retry_count: number;
  input_started_at: number;
  output_created_at: number;
}

const iso = (seconds: number): string | null => (seconds > 0 ? new Date(seconds * 1000).toISOString() : null);
const nameOf = (status: number): string =>
  Object.entries(STATUS).find(([, number]) => number === status)?.[0] ?? `status ${status}`;

/** The facts as operators see them. */
export const platformFacts = (facts: CallFacts | undefined): PlatformFacts | null =>
  facts === undefined
    ? null
    : {
        status: nameOf(facts.status),
        retry_count: facts.retry_count,
        input_started_at: iso(facts.input_started_at),
        output_created_at: iso(facts.output_created_at),
        traceback: facts.traceback === '' ? null : facts.traceback,
      };

/** Seconds between the start of the input and its output; 0 when the control plane did not say. */
export function executionSeconds(facts: CallFacts | undefined): number {
  if (!facts || facts.input_started_at <= 0 || facts.output_created_at <= 0) return 0;
  return Math.max(0, facts.output_created_at - facts.input_started_at);
}
