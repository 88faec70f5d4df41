import type { Call, Result } from '../call/call.js';
import {
  type FunctionSpec,
  failureCode,
  type HandlerContext,
  ModalFailure,
  type Surroundings,
} from '../function/function-spec.js';
import { boot, DEFAULT_TIMEOUT_MS } from './boot.js';
import { type ContainerView, type Execution, LiveContainer, settle } from './live-container.js';
import { failure, runHandler } from './run-handler.js';
import { type Scaling, scalingOf, wantedContainers } from './scaling.js';

/** What a pool needs from the workspace that it runs in. */
export interface PoolHost {
  around: Surroundings;
  crash_backoff_ms: number;
  args(call: Call): Buffer | null;
  finish(call: Call, result: Result): void;
  log(call: Call, container_id: string, line: string): void;
}

/** The containers of one function and the inputs that wait for them. */
export class Pool {
  readonly pending: Call[] = [];
  scaling: Scaling;
  readonly #containers = new Set<LiveContainer>();
  readonly #spec: FunctionSpec;
  readonly #host: PoolHost;
  #crashes = 0;
  #backoff: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(spec: FunctionSpec, host: PoolHost) {
    this.#spec = spec;
    this.#host = host;
    this.scaling = scalingOf(spec);
  }

  submit(call: Call): void {
    this.pending.push(call);
    this.schedule();
  }

  /** Hands inputs to containers with room, and starts or lets go of containers. */
  schedule(): void {
    if (this.#closed) return;
    for (const container of this.#containers) {
      while (container.phase === 'ready' && container.executions.size < this.#concurrency) {
        const call = this.pending.shift();
        if (!call) break;
        this.#run(container, call);
      }
    }
    while (!this.#backoff && this.#containers.size < this.#wanted()) this.#start();
    for (const container of this.#containers) this.#watchIdle(container);
  }

  stats(): { backlog: number; containers: number; running: number; headroom: number } {
    const running = this.#running();
    const ready = [...this.#containers].filter(({ phase }) => phase === 'ready').length;
    return {
      backlog: this.pending.length,
      containers: this.#containers.size,
      running,
      headroom: ready * this.#concurrency - running,
    };
  }

  views(name: string): ContainerView[] {
    return [...this.#containers].map((container) => container.view(name));
  }

  /** Takes a waiting input out of the queue. */
  withdraw(call: Call): void {
    const at = this.pending.indexOf(call);
    if (at >= 0) this.pending.splice(at, 1);
  }

  /** Ends the input where it stands. True when it was running. */
  interrupt(call: Call, reason: string): boolean {
    this.withdraw(call);
    const container = this.#containerOf(call);
    const execution = container?.executions.get(call.call_id);
    if (container && execution) settle(container, execution, reason);
    this.schedule();
    return container !== null;
  }

  /** Takes the container away: everything that ran in it starts again elsewhere, except `without`. */
  killContainerOf(call: Call, reason: string, without: Call | null = null): void {
    const container = this.#containerOf(call);
    if (container) this.#stop(container, reason, without);
    this.schedule();
  }

  /** Ends everything at once. */
  close(reason: string): void {
    this.#closed = true;
    if (this.#backoff) clearTimeout(this.#backoff);
    for (const container of [...this.#containers]) this.#stop(container, reason, null);
  }

  /** No new containers beyond what is waiting; the rest goes when idle. */
  retire(): void {
    this.scaling = { ...this.scaling, min_containers: 0, buffer_containers: 0, scaledown_ms: 0 };
    this.schedule();
  }

  get #concurrency(): number {
    return Math.max(1, this.#spec.concurrency ?? 1);
  }

  #running(): number {
    return [...this.#containers].reduce((sum, { executions }) => sum + executions.size, 0);
  }

  #wanted(): number {
    return wantedContainers(this.scaling, this.pending.length + this.#running(), this.#concurrency);
  }

  #containerOf(call: Call): LiveContainer | null {
    return [...this.#containers].find(({ executions }) => executions.has(call.call_id)) ?? null;
  }

  #start(): void {
    const container = new LiveContainer();
    this.#containers.add(container);
    boot(container, this.#spec, this.#host.around).then(
      () => {
        if (container.phase === 'stopped') return;
        this.#crashes = 0;
        container.ready();
        this.schedule();
      },
      (error: unknown) => this.#crashed(container, error),
    );
  }

  #crashed(container: LiveContainer, error: unknown): void {
    if (container.phase === 'stopped') return;
    this.#stop(container, 'container_stopped', null);
    // Said in Modal's own words, a failed start ends the inputs that waited for it; anything else is tried again.
    if (error instanceof ModalFailure)
      for (const call of this.pending.splice(0)) this.#host.finish(call, failure(error));
    this.#crashes += 1;
    const wait_ms = this.#host.crash_backoff_ms * Math.min(2 ** (this.#crashes - 1), 50);
    this.#backoff ??= setTimeout(() => {
      this.#backoff = null;
      this.schedule();
    }, wait_ms);
  }

  #stop(container: LiveContainer, reason: string, without: Call | null): void {
    container.stop();
    this.#containers.delete(container);
    for (const execution of [...container.executions.values()]) {
      settle(container, execution, reason);
      if (execution.call !== without) this.#again(execution.call);
    }
  }

  #again(call: Call): void {
    call.state = 'pending';
    call.container_id = null;
    this.pending.unshift(call);
  }

  #watchIdle(container: LiveContainer): void {
    const spare = container.phase === 'ready' && container.executions.size === 0;
    if (!spare && container.idle) {
      clearTimeout(container.idle);
      container.idle = null;
    }
    if (!spare || container.idle) return;
    container.idle = setTimeout(() => {
      container.idle = null;
      if (container.executions.size > 0 || this.#containers.size <= this.#wanted()) return;
      this.#stop(container, 'container_stopped', null);
    }, this.scaling.scaledown_ms);
    // An idle container must not keep the process alive.
    container.idle.unref();
  }

  #run(container: LiveContainer, call: Call): void {
    const execution: Execution = { call, abort: new AbortController(), settled: false, timer: null };
    container.executions.set(call.call_id, execution);
    call.state = 'running';
    call.started_at = Date.now();
    call.container_id = container.id;
    call.executions_started += 1;
    const { timeout_ms = DEFAULT_TIMEOUT_MS } = this.#spec;
    execution.timer = setTimeout(() => this.#timedOut(container, execution, timeout_ms), timeout_ms);
    execution.timer.unref();
    const context: HandlerContext = {
      ...this.#host.around,
      call_id: call.call_id,
      input_id: call.input_id,
      execution: call.executions_started,
      container,
      signal: execution.abort.signal,
      log: (line) => this.#host.log(call, container.id, line),
    };
    const handler = this.#spec.kind === 'class' ? this.#spec.methods[call.method_name ?? ''] : this.#spec.handler;
    void runHandler(call, handler, this.#host.args(call), context).then((result) => {
      if (!execution.settled) this.#returned(container, execution, result);
    });
  }

  #returned(container: LiveContainer, execution: Execution, result: Result): void {
    const { call } = execution;
    if (result.status === 1) call.executions_completed += 1;
    if (call.preempt_on_completion) {
      call.preempt_on_completion = false;
      this.killContainerOf(call, 'preempted');
      return;
    }
    settle(container, execution, null);
    this.#host.finish(call, result);
    // The kernel takes the whole container when it runs out of memory.
    if (result.status === failureCode('MEMORY_MANAGER_EVICTION')) this.#stop(container, 'container_stopped', null);
    this.schedule();
  }

  #timedOut(container: LiveContainer, execution: Execution, timeout_ms: number): void {
    settle(container, execution, 'timeout');
    const limit = new ModalFailure('TIMEOUT', `Input exceeded timeout of ${timeout_ms / 1000} seconds`);
    this.#host.finish(execution.call, failure(limit));
    // A lone handler that will not end takes its container with it.
    if (container.executions.size === 0) this.#stop(container, 'timeout', null);
    this.schedule();
  }
}
