import { Child } from './child.js';
import { engineClosed } from './exit-error.js';
import type { ChildSetup } from './messages.js';

/** The children of one model folder: started when needed, kept warm, ended when idle. */
export class Pool {
  private readonly idle: Child[] = [];
  private readonly all = new Set<Child>();
  private readonly waiting: PromiseWithResolvers<Child>[] = [];
  private closed = false;
  private readonly timers = new Map<Child, NodeJS.Timeout>();

  constructor(
    private readonly setup: ChildSetup,
    public concurrency: number,
    private readonly idle_shutdown_ms: number,
  ) {}

  get size(): number {
    return this.all.size;
  }

  get busy(): number {
    return this.all.size - this.idle.length;
  }

  pids(): number[] {
    return [...this.all].map((child) => child.pid).filter((pid) => pid !== undefined);
  }

  /** A child for one job. Give it back with `release`, alive or not. */
  async acquire(signal: AbortSignal): Promise<Child> {
    signal.throwIfAborted();
    const warm = this.takeIdle();
    if (warm) return warm;
    if (this.closed) throw new Error('the pool is closed');
    if (this.all.size < this.concurrency) return this.start();
    const turn = Promise.withResolvers<Child>();
    this.waiting.push(turn);
    const leave = (): void => {
      const at = this.waiting.indexOf(turn);
      if (at >= 0) this.waiting.splice(at, 1);
      turn.reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    return turn.promise.finally(() => signal.removeEventListener('abort', leave));
  }

  release(child: Child): void {
    child.listener = null;
    if (!child.alive) return;
    const next = this.waiting.shift();
    if (next) {
      next.resolve(child);
      return;
    }
    this.idle.push(child);
    this.timers.set(
      child,
      setTimeout(() => void child.kill(), this.idle_shutdown_ms),
    );
  }

  /** Ends every child; jobs that run or wait are told that the backend is gone. */
  async close(): Promise<void> {
    this.closed = true;
    for (const turn of this.waiting.splice(0)) turn.reject(new Error('the pool is closed'));
    await Promise.all([...this.all].map((child) => child.kill(engineClosed)));
  }

  private takeIdle(): Child | undefined {
    const child = this.idle.pop();
    if (!child) return undefined;
    clearTimeout(this.timers.get(child));
    return child.alive ? child : this.takeIdle();
  }

  private start(): Child {
    const child: Child = new Child(this.setup, () => this.forget(child));
    this.all.add(child);
    return child;
  }

  private forget(child: Child): void {
    clearTimeout(this.timers.get(child));
    this.timers.delete(child);
    this.all.delete(child);
    const at = this.idle.indexOf(child);
    if (at >= 0) this.idle.splice(at, 1);
    const next = !this.closed && this.all.size < this.concurrency ? this.waiting.shift() : undefined;
    if (next) next.resolve(this.start());
  }
}
