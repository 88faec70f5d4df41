import { Child } from './child.js';
import type { ChildSetup } from './messages.js';

/** The children of one model folder: started when needed, kept warm, ended when idle. */
export class Pool {
  private readonly idle: Child[] = [];
  private readonly all = new Set<Child>();
  private readonly waiting: ((child: Child) => void)[] = [];
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
    const warm = this.idle.pop();
    if (warm) {
      clearTimeout(this.timers.get(warm));
      return warm;
    }
    if (this.all.size < this.concurrency) return this.start();
    const { promise, resolve, reject } = Promise.withResolvers<Child>();
    this.waiting.push(resolve);
    const leave = (): void => {
      this.waiting.splice(this.waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', leave));
  }

  release(child: Child): void {
    child.listener = null;
    if (!child.alive) return;
    const next = this.waiting.shift();
    if (next) {
      next(child);
      return;
    }
    this.idle.push(child);
    this.timers.set(
      child,
      setTimeout(() => void child.kill(), this.idle_shutdown_ms),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((child) => child.kill()));
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
    const next = this.all.size < this.concurrency ? this.waiting.shift() : undefined;
    if (next) next(this.start());
  }
}
