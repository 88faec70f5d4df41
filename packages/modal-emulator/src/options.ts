export interface EmulatorOptions {
  /** Port of the control plane; 0 chooses one. */
  port?: number;
  /** Port of uploads and downloads; 0 chooses one. */
  blob_port?: number;
  /** How long a cancellation takes to reach a container. */
  cancel_delay_ms?: number;
  /** How long results can be read after they came. */
  result_ttl_ms?: number;
  /** Results of spawned calls above this size travel as blobs. */
  inline_async_bytes?: number;
  /** First pause after a container that failed to start; it doubles up to fifty times this. */
  crash_backoff_ms?: number;
  /** Life of an auth token. */
  auth_token_ttl_s?: number;
  /** Seeds what happens at random. */
  seed?: number;
}

export type Settings = Required<EmulatorOptions>;

export const withDefaults = (options: EmulatorOptions): Settings => ({
  port: 0,
  blob_port: 0,
  cancel_delay_ms: 200,
  result_ttl_ms: 7 * 24 * 3600 * 1000,
  inline_async_bytes: 8192,
  crash_backoff_ms: 100,
  auth_token_ttl_s: 1200,
  seed: 1,
  ...options,
});
