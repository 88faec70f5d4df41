import type { QueueView } from '../queue/queues.js';
import type { DictView } from '../workspace/dict.js';
import type { Workspace } from '../workspace/workspace.js';

/** A container as a handler sees it: `state` lives as long as the container, like attributes set in `enter`. */
export interface Container {
  readonly id: string;
  readonly state: Map<string, unknown>;
}

/** What a function finds around it: names are those of its own environment. */
export interface Surroundings {
  workspace: Workspace;
  environment: string;
  queue(name: string): QueueView;
  dict(name: string): DictView;
}

export interface HandlerContext extends Surroundings {
  call_id: string;
  input_id: string;
  /** 1 for the first start of this input. */
  execution: number;
  container: Container;
  /** Aborted with the reason: `preempted`, `cancelled`, `timeout`, `container_stopped`, `stopped`, `lost`. */
  signal: AbortSignal;
  /** One line in the app's log. */
  log(line: string): void;
}

export type Handler = (
  args: unknown[],
  kwargs: Record<string, unknown>,
  context: HandlerContext,
) => Promise<unknown> | unknown;

export interface EnterContext extends Surroundings {
  signal: AbortSignal;
}

interface Scaling {
  /** At most this many containers; default 10. */
  max_containers?: number;
  min_containers?: number;
  buffer_containers?: number;
  /** Inputs that one container runs at a time; default 1. */
  concurrency?: number;
  /** From asking for a container until it runs. */
  cold_start_ms?: number;
  /** How long an idle container stays; default 60 s. */
  scaledown_ms?: number;
  /** Of one execution; default 300 s. */
  timeout_ms?: number;
  /** Of `enter`; default: `timeout_ms`. */
  startup_timeout_ms?: number;
  /** No container ever starts: inputs stay pending for ever. */
  crash_loop?: boolean;
  /** Inputs that may wait; default 1,000,000 spawned, 2,000 otherwise. */
  max_pending?: number;
  /** A cancellation without `terminate_containers` is not noticed until the handler returns, as in a long native call. */
  ignores_cancel?: boolean;
  gpu?: string;
}

export interface ClassParameter {
  name: string;
  type: 'string' | 'int' | 'bool';
  default?: string | number | boolean;
}

export type FunctionSpec = Scaling & {
  /** Runs once in a new container before its first input. Throwing kills the container: it starts again, later. */
  enter?: (container: Container, around: EnterContext) => Promise<void> | void;
} & (
    | { kind: 'function'; handler: Handler }
    | { kind: 'class'; methods: Record<string, Handler>; parameters?: ClassParameter[] }
  );

const FAILURES = {
  FAILURE: 2,
  TERMINATED: 3,
  TIMEOUT: 4,
  INIT_FAILURE: 5,
  INTERNAL_FAILURE: 6,
  MEMORY_MANAGER_EVICTION: 8,
} as const;

export type FailureStatus = keyof typeof FAILURES;
export const SUCCESS = 1;
export const failureCode = (status: FailureStatus): number => FAILURES[status];

/** Thrown by a handler to end its input the way Modal itself would. Anything else thrown is a FAILURE. */
export class ModalFailure extends Error {
  readonly status: FailureStatus;
  readonly traceback: string;

  constructor(status: FailureStatus, exception: string, traceback = '') {
    super(exception);
    this.name = 'ModalFailure';
    this.status = status;
    this.traceback = traceback;
  }
}
