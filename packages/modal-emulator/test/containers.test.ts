import { RemoteError, TimeoutError } from 'modal';
import { expect, it } from 'vitest';
import { type FunctionSpec, type Handler, ModalFailure, type Workspace } from '../src/index.ts';
import { startBench } from './with-emulator.ts';

const forever: Handler = () => new Promise(() => undefined);
const phases = (workspace: Workspace): string[] => workspace.containers().map(({ phase }) => phase);

async function withFunction(spec: FunctionSpec) {
  const bench = await startBench();
  bench.workspace.deploy('studio', { it: spec });
  return { ...bench, fn: await bench.client.functions.fromName('studio', 'it') };
}

it('tells its backlog and containers truly, and lets them be scaled', async () => {
  const { workspace, fn } = await withFunction({
    kind: 'function',
    handler: forever,
    max_containers: 2,
    concurrency: 2,
    scaledown_ms: 1,
  });
  expect(await fn.getCurrentStats()).toEqual({ backlog: 0, numTotalRunners: 0 });
  for (let n = 0; n < 7; n++) await fn.spawn();
  await expect.poll(() => phases(workspace)).toEqual(['ready', 'ready']);
  expect(await fn.getCurrentStats()).toEqual({ backlog: 3, numTotalRunners: 2 });
  await fn.updateAutoscaler({ maxContainers: 4 });
  await expect.poll(() => fn.getCurrentStats()).toEqual({ backlog: 0, numTotalRunners: 4 });
  for (const { call_id } of workspace.calls()) workspace.cancelByThem(call_id);
  await expect.poll(() => phases(workspace)).toEqual([]);
});

it('keeps a floor of warm containers until told otherwise', async () => {
  const { workspace, fn } = await withFunction({
    kind: 'function',
    handler: () => 1,
    min_containers: 2,
    scaledown_ms: 1,
  });
  await expect.poll(() => phases(workspace)).toEqual(['ready', 'ready']);
  expect(await fn.remote()).toBe(1);
  await fn.updateAutoscaler({ minContainers: 0 });
  await expect.poll(() => phases(workspace)).toEqual([]);
});

it('is pending while a container starts cold', async () => {
  const loaded = Promise.withResolvers<void>();
  const { workspace, fn } = await withFunction({
    kind: 'function',
    handler: () => 'warm',
    cold_start_ms: 20,
    enter: () => loaded.promise,
  });
  const call = await fn.spawn();
  await expect(call.get({ timeoutMs: 60 })).rejects.toThrow(TimeoutError);
  expect(workspace.calls()[0]?.state).toBe('pending');
  expect(phases(workspace)).toEqual(['starting']);
  loaded.resolve();
  expect(await call.get()).toBe('warm');
});

it('tries a container again that fails to start, and the input waits', async () => {
  let starts = 0;
  const { workspace, fn } = await withFunction({
    kind: 'function',
    handler: () => 'up',
    startup_timeout_ms: 10,
    enter: async () => {
      starts += 1;
      if (starts === 1) throw new Error('no CUDA device');
      if (starts === 2) await new Promise(() => undefined);
    },
  });
  const call = await fn.spawn();
  expect(await call.get()).toBe('up');
  expect(starts).toBe(3);
  expect(workspace.calls()).toMatchObject([{ executions_started: 1 }]);
});

it('leaves inputs pending for ever in a crash loop', async () => {
  const { workspace, fn } = await withFunction({ kind: 'function', handler: () => 1, crash_loop: true });
  const call = await fn.spawn();
  await expect(call.get({ timeoutMs: 100 })).rejects.toThrow(TimeoutError);
  expect(workspace.calls()).toMatchObject([{ state: 'pending', executions_started: 0 }]);
  expect((await fn.getCurrentStats()).backlog).toBe(1);
});

it('ends waiting inputs when a start fails in a way that Modal names', async () => {
  const { fn } = await withFunction({
    kind: 'function',
    handler: () => 1,
    enter: () => {
      throw new ModalFailure('INIT_FAILURE', `ImportError('no torch')`);
    },
  });
  await expect((await fn.spawn()).get()).rejects.toThrow(new RemoteError(`Remote error: ImportError('no torch')`));
});

it('refuses more inputs than may wait', async () => {
  const { fn } = await withFunction({ kind: 'function', handler: forever, max_containers: 1, max_pending: 1 });
  await fn.spawn();
  await fn.spawn();
  await expect(fn.spawn()).rejects.toMatchObject({ code: 8 });
});

it('loses the container with an input that runs too long or out of memory', async () => {
  const handler: Handler = ([what]) => {
    if (what === 'oom') throw new ModalFailure('MEMORY_MANAGER_EVICTION', 'out of memory');
    return what === 'slow' ? new Promise(() => undefined) : what;
  };
  const { workspace, fn } = await withFunction({ kind: 'function', handler, timeout_ms: 30 });
  const container = () => workspace.containers()[0]?.container_id;
  expect(await fn.remote(['ok'])).toBe('ok');
  const first = container();
  await expect(fn.remote(['oom'])).rejects.toThrow(RemoteError);
  expect(container()).not.toBe(first);
  expect(await fn.remote(['ok'])).toBe('ok');
  const second = container();
  await expect(fn.remote(['slow'])).rejects.toThrow('Timeout: Input exceeded timeout of 0.03 seconds');
  expect(container()).not.toBe(second);
});
