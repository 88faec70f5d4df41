import type { Call } from '../call/call.js';
import type { Container } from '../function/function-spec.js';
import { newId } from '../new-id.js';

export type ContainerPhase = 'starting' | 'ready' | 'stopped';

export interface ContainerView {
  container_id: string;
  function: string;
  phase: ContainerPhase;
  created_at: number;
  ready_at: number | null;
  running: string[];
}

/** One start of one input in one container. Settled once: by its handler, its time-out, or the container's end. */
export interface Execution {
  call: Call;
  abort: AbortController;
  settled: boolean;
  timer: NodeJS.Timeout | null;
}

export class LiveContainer implements Container {
  readonly id = newId('ta');
  readonly state = new Map<string, unknown>();
  readonly created_at = Date.now();
  readonly executions = new Map<string, Execution>();
  /** Aborted when the container ends, for whatever reason. */
  readonly end = new AbortController();
  phase: ContainerPhase = 'starting';
  ready_at: number | null = null;
  idle: NodeJS.Timeout | null = null;

  view(function_name: string): ContainerView {
    return {
      container_id: this.id,
      function: function_name,
      phase: this.phase,
      created_at: this.created_at,
      ready_at: this.ready_at,
      running: [...this.executions.keys()],
    };
  }

  ready(): void {
    this.phase = 'ready';
    this.ready_at = Date.now();
  }

  stop(): void {
    this.phase = 'stopped';
    if (this.idle) clearTimeout(this.idle);
    this.end.abort();
  }
}

/** Ends an execution for good; what its handler does afterwards is nobody's business. */
export function settle(container: LiveContainer, execution: Execution, reason: string | null): void {
  execution.settled = true;
  if (execution.timer) clearTimeout(execution.timer);
  container.executions.delete(execution.call.call_id);
  if (reason !== null) execution.abort.abort(reason);
}
