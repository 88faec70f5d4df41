import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { WorkerError } from '@easel/contracts';
import { exitError, outOfMemory, staleError } from './exit-error.js';
import { type ChildSetup, type FromChild, HEARTBEAT_FD, type ToChild } from './messages.js';
import { startChild } from './start-child.js';

/** Heartbeats that may be missed before a child counts as stuck. */
const MISSED_BEATS = 30;
const KEPT_STDERR = 2000;
const PAGE_BYTES = 4096;

export interface ChildListener {
  message(message: FromChild): void;
  /** The child is gone; called once. */
  ended(error: WorkerError): void;
}

/** A child process and the watch over it: heartbeats, memory, its end. */
export class Child {
  listener: ChildListener | null = null;
  alive = true;
  private readonly process: ChildProcess;
  private missed = 0;
  private said = '';
  private verdict: WorkerError | null = null;
  private readonly ended = Promise.withResolvers<void>();

  constructor(
    private readonly setup: ChildSetup,
    private readonly on_end: () => void,
  ) {
    this.process = startChild(setup);
    // Only start-child.ts's entry sends, and only these messages.
    this.process.on('message', (message) => this.hear(message as FromChild));
    this.process.stderr?.on('data', (bytes: Buffer) => {
      this.said = (this.said + bytes.toString()).slice(-KEPT_STDERR);
    });
    this.process.stdio[HEARTBEAT_FD]?.on('data', () => this.hear({ type: 'heartbeat' }));
    const watch = setInterval(() => this.check(), setup.heartbeat_ms);
    let over = false;
    const end = (error: WorkerError): void => {
      if (over) return;
      over = true;
      clearInterval(watch);
      this.alive = false;
      this.on_end();
      this.listener?.ended(this.verdict ?? error);
      this.ended.resolve();
    };
    this.process.once('error', (error) => end(exitError(null, null, error.message)));
    this.process.once('exit', (code, signal) => end(exitError(code, signal, this.said)));
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  send(message: ToChild): void {
    this.process.send(message, () => undefined);
  }

  /** Ends the process, whatever it is doing; `verdict` is what its job is told. */
  kill(verdict: WorkerError | null = null): Promise<void> {
    this.verdict ??= verdict;
    this.alive = false;
    this.process.kill('SIGKILL');
    return this.ended.promise;
  }

  private hear(message: FromChild): void {
    this.missed = 0;
    this.listener?.message(message);
  }

  /** Counts ticks, not time: a machine that slept is no reason to end a child. */
  private check(): void {
    this.missed += 1;
    if (this.missed > MISSED_BEATS) void this.kill(staleError);
    const held_mib = this.residentMib();
    if (held_mib > this.setup.memory_mib) {
      void this.kill(outOfMemory(`It held ${Math.round(held_mib)} of ${this.setup.memory_mib} MiB.`));
    }
  }

  /** What the process holds, where the system tells; the child's own watchdog looks as well. */
  private residentMib(): number {
    try {
      const pages = Number(readFileSync(`/proc/${this.process.pid}/statm`, 'utf8').split(' ')[1]);
      return (pages * PAGE_BYTES) / 1_048_576;
    } catch {
      return 0;
    }
  }
}
