/** How long the adapter waits for what. Milliseconds. */
export interface Timings {
  /** One long poll for a result or for events. */
  poll_ms: number;
  /** What a long poll may take beyond its own time before the answer counts as missing. */
  poll_slack_ms: number;
  /** A call that is no poll. */
  call_ms: number;
  /** Handing a job over, its files included. */
  hand_over_ms: number;
  /** What downloading a result may take beyond the poll that brought it. */
  download_ms: number;
  /** A call of the ledger: its container may have to start. */
  ledger_ms: number;
  /** How long a cancellation may take before the container is ended, and how long that may take. */
  cancel_grace_ms: number;
  /** What a run may take beyond the model's own time-out. */
  run_grace_ms: number;
  /** First and longest pause after a failure. */
  pause_first_ms: number;
  pause_max_ms: number;
}

export const TIMINGS: Timings = {
  poll_ms: 25_000,
  poll_slack_ms: 15_000,
  call_ms: 20_000,
  hand_over_ms: 180_000,
  download_ms: 60_000,
  ledger_ms: 120_000,
  cancel_grace_ms: 20_000,
  run_grace_ms: 120_000,
  pause_first_ms: 500,
  pause_max_ms: 10_000,
};
