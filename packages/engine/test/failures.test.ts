import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '@easel/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, smallJob, watch } from './jobs.js';

let engine: Engine;
beforeEach(() => {
  engine = createEngine({ weights_root: FIXTURES, threads: 1, heartbeat_ms: 100 });
});
afterEach(() => engine.close());

const pids = (): number[] => engine.stats().pools.flatMap((pool) => pool.pids);
const firstPid = (): number => pids()[0] ?? Number.NaN;
/** Alive and not a zombie. */
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
async function until(what: () => boolean): Promise<void> {
  while (!what()) await pause(20);
}
/** A job that goes on for long, and the moment at which it has taken a step. */
function longJob(signal?: AbortSignal) {
  const begun = Promise.withResolvers<void>();
  const job = smallJob('calm', { count: 16, input: { steps: 1000 } });
  const on_event = (event: { type: string }) => event.type === 'progress' && begun.resolve();
  return { run: watch(engine, job, {}, { on_event, ...(signal && { signal }) }), begun: begun.promise };
}
const worksAgain = async (weights: string): Promise<void> => {
  const { error, outputs } = await watch(engine, smallJob(weights));
  expect(error).toBeNull();
  expect(outputs).toHaveLength(1);
};

describe('a model that misbehaves', () => {
  it('returns NaN: invalid_output, and the child stays', async () => {
    const { error } = await watch(engine, smallJob('nan'));
    expect(error).toMatchObject({ code: 'invalid_output', retryable: true });
    const before = firstPid();
    expect((await watch(engine, smallJob('nan'))).error?.code).toBe('invalid_output');
    expect(firstPid()).toBe(before);
  });

  it('returns a black picture: invalid_output', async () => {
    expect((await watch(engine, smallJob('black'))).error).toMatchObject({ code: 'invalid_output' });
  });

  it('hangs: run_timeout though its heart beats, and the pool takes the next job', async () => {
    const { error, events } = await watch(engine, smallJob('hang', { timeout_s: 1 }));
    expect(error).toMatchObject({ code: 'run_timeout', retryable: false });
    expect(events.filter((event) => event.type === 'heartbeat').length).toBeGreaterThan(1);
    expect((await watch(engine, smallJob('hang', { timeout_s: 1 }))).error).toMatchObject({ code: 'run_timeout' });
    await worksAgain('calm');
  });

  it('grows beyond its memory: out_of_memory, and the pool takes the next job', async () => {
    const { error } = await watch(engine, smallJob('grow', { memory_mib: 400 }));
    expect(error).toMatchObject({ code: 'out_of_memory', retryable: false });
    await worksAgain('calm');
  });

  it('crashes: model_error, to be tried again, and the next job of the same pool runs', async () => {
    const { run, begun } = longJob();
    await begun;
    process.kill(firstPid(), 'SIGSEGV');
    const { error } = await run;
    expect(error).toMatchObject({ code: 'model_error', retryable: true });
    expect(error?.detail).toContain('SIGSEGV');
    await worksAgain('calm');
  });

  it('is stopped and gives no sign of life: stale, and the next job of the same pool runs', async () => {
    const { run, begun } = longJob();
    await begun;
    const pid = firstPid();
    process.kill(pid, 'SIGSTOP');
    expect((await run).error).toMatchObject({ code: 'stale', retryable: true });
    await until(() => !isAlive(pid));
    await worksAgain('calm');
  });

  it('keeps the outputs that were finished before', async () => {
    const done: Uint8Array[] = [];
    const job = smallJob('calm', { count: 16, input: { steps: 1000 } });
    const { error } = await watch(
      engine,
      job,
      {},
      {
        on_event: (event, bytes) => {
          if (event.type !== 'output' || !bytes) return;
          done.push(bytes);
          if (done.length === 2) process.kill(firstPid(), 'SIGKILL');
        },
      },
    );
    expect(error?.code).toBe('model_error');
    expect(done.length).toBeGreaterThanOrEqual(2);
  });
});

describe('cancelling', () => {
  it('stops within a step and keeps the child', async () => {
    const abort = new AbortController();
    const { run, begun } = longJob(abort.signal);
    await begun;
    const pid = firstPid();
    abort.abort();
    await expect(run).rejects.toThrow();
    expect(pids()).toEqual([pid]);
    await worksAgain('calm');
    expect(firstPid()).toBe(pid);
  });

  it('ends a child that does not stop by itself', async () => {
    const abort = new AbortController();
    const running = Promise.withResolvers<void>();
    const run = watch(
      engine,
      smallJob('hang'),
      {},
      {
        signal: abort.signal,
        on_event: (event) => event.type === 'stage' && event.stage === 'running' && running.resolve(),
      },
    );
    await running.promise;
    const pid = firstPid();
    abort.abort();
    await expect(run).rejects.toThrow();
    await until(() => !isAlive(pid));
  });

  it('takes a waiting job out of the line', async () => {
    const { run, begun } = longJob();
    await begun;
    const abort = new AbortController();
    const waiting = watch(engine, smallJob('calm'), {}, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toThrow();
    process.kill(firstPid(), 'SIGKILL');
    expect((await run).error?.code).toBe('model_error');
    await worksAgain('calm');
  });
});

describe('children', () => {
  it('end when the parent is killed, busy, stuck or idle', async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL('./orphan-parent.ts', import.meta.url)), FIXTURES], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const children: number[] = JSON.parse(String(line));
    expect(children).toHaveLength(2);
    expect(children.every(isAlive)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !children.some(isAlive));
  });

  it('are kept warm, then ended when idle', async () => {
    await engine.close();
    engine = createEngine({ weights_root: FIXTURES, threads: 1, idle_shutdown_ms: 150 });
    await worksAgain('calm');
    const pid = firstPid();
    expect(isAlive(pid)).toBe(true);
    await until(() => pids().length === 0 && !isAlive(pid));
    await worksAgain('calm');
  });

  it('are gone after close, and jobs that ran or waited are told', async () => {
    const { run, begun } = longJob();
    await begun;
    const waiting = watch(engine, smallJob('calm'));
    const pid = firstPid();
    await engine.close();
    expect(isAlive(pid)).toBe(false);
    for (const job of [run, waiting, watch(engine, smallJob('calm'))]) {
      expect((await job).error).toMatchObject({ code: 'backend_lost', retryable: true });
    }
  });

  it('leave it to the parent when to stop', async () => {
    const abort = new AbortController();
    let beats = 0;
    const run = watch(
      engine,
      smallJob('hang'),
      {},
      {
        signal: abort.signal,
        on_event: (event) => {
          if (event.type === 'heartbeat') beats += 1;
        },
      },
    );
    await until(() => beats > 0);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(firstPid(), signal);
    const before = beats;
    await until(() => beats > before + 3);
    abort.abort();
    await expect(run).rejects.toThrow();
  });
});

describe('the calling process', () => {
  it('loads neither the runtime nor sharp', () => {
    const script = `await import('@easel/engine'); await import('@easel/engine/recipe');
      const loaded = process.report.getReport().sharedObjects.filter((f) => /onnx|vips|sharp/.test(f));
      process.stdout.write(JSON.stringify(loaded));`;
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd });
    expect(JSON.parse(String(out))).toEqual([]);
  });
});
