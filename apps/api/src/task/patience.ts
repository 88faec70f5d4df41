/** How long to wait for what when a backend that outlives this process does not answer as it should. Milliseconds. */
export interface Patience {
  /** Without an answer about an attempt for this long, its fate counts as unknown. */
  out_of_sight_ms: number;
  /** A cancellation that was not confirmed after this is no longer waited for. */
  cancel_confirm_ms: number;
  /** How long a result is still looked for after its attempt was given up. */
  late_ms: number;
  /** How often an attempt that was given up is asked again to stop. */
  ask_again_ms: number;
  /** First and longest pause between two looks at an attempt of unknown fate. */
  probe_first_ms: number;
  probe_max_ms: number;
  /** How often all this is looked at. */
  tick_ms: number;
}

export const PATIENCE: Patience = {
  out_of_sight_ms: 30_000,
  cancel_confirm_ms: 60_000,
  late_ms: 15 * 60_000,
  ask_again_ms: 30_000,
  probe_first_ms: 1_000,
  probe_max_ms: 60_000,
  tick_ms: 1_000,
};
