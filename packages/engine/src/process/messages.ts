import type { Job, TaskStage, TaskWarning, WorkerError, WorkerOutput } from '@easel/contracts';

/** What a child is told when it is started. */
export interface ChildSetup {
  folder: string;
  threads: number;
  heartbeat_ms: number;
  memory_mib: number;
  parent_pid: number;
}

/** Parent to child. */
export type ToChild =
  | { type: 'load' }
  | { type: 'run'; job: Job; files: Record<string, Uint8Array> }
  | { type: 'cancel'; attempt_id: string };

export interface Measurements {
  load_ms: number;
  run_ms: number;
  encode_ms: number;
  /** Time spent inside the runtime's session.run calls. */
  session_ms: number;
  peak_rss_mib: number;
}

/** Child to parent. */
export type FromChild =
  | { type: 'heartbeat' }
  | { type: 'loaded'; problems: string[] }
  | { type: 'stage'; stage: TaskStage }
  | { type: 'progress'; progress: number; step: number; total_steps: number }
  | { type: 'preview'; index: number; data_url: string }
  /** `poster` holds the bytes of a video's still picture. */
  | { type: 'output'; output: WorkerOutput; bytes: Uint8Array; poster: Uint8Array | null }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string }
  | { type: 'done'; measured: Measurements; warnings: TaskWarning[]; deploy_hash: string }
  | { type: 'failed'; error: WorkerError }
  | { type: 'cancelled' };

/** The watchdog's way to say why it ends the process: the parent reads it from the exit. */
export const MEMORY_SIGNAL = 'SIGUSR2';

/** The child's watchdog writes a byte here for every heartbeat: its main thread may be busy inside the runtime. */
export const HEARTBEAT_FD = 4;
