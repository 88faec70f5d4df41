import type { DeployedFunction } from '../function/deployed-function.js';
import type { Waiters } from '../waiters.js';

export type CallState =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'timeout'
  | 'cancelled'
  | 'expired'
  /** The control plane forgot it. */
  | 'lost';

/** A call as the operator of the emulator sees it. */
export interface CallView {
  call_id: string;
  /** `app/name` or `app/Class.method`. */
  function: string;
  state: CallState;
  executions_started: number;
  executions_completed: number;
  retry_count: number;
  input_id: string;
  container_id: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  exception: string | null;
}

export interface Result {
  status: number;
  exception: string;
  traceback: string;
  exitcode: number;
  data?: Buffer;
  data_blob_id?: string;
}

export interface Call extends CallView {
  readonly jwt: string;
  owner: DeployedFunction;
  readonly method_name: string | null;
  /** Spawned: its larger results become blobs and it may wait long. */
  readonly spawned: boolean;
  args: Buffer | null;
  args_blob_id: string | null;
  data_format: number;
  result: Result | null;
  /** The next completed execution is thrown away and the input restarted. */
  preempt_on_completion: boolean;
  readonly waiters: Waiters;
}

export const isOver = (call: Call): boolean => call.state !== 'pending' && call.state !== 'running';

export const viewOf = (call: Call): CallView => ({
  call_id: call.call_id,
  function: call.function,
  state: call.state,
  executions_started: call.executions_started,
  executions_completed: call.executions_completed,
  retry_count: call.retry_count,
  input_id: call.input_id,
  container_id: call.container_id,
  created_at: call.created_at,
  started_at: call.started_at,
  finished_at: call.finished_at,
  exception: call.exception,
});
