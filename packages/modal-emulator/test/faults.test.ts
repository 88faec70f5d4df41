import { expect, it } from 'vitest';
import { type Bench, clientFor, startBench } from './with-emulator.ts';

const RETRIED = [1, 2, 4, 13, 14];

const withOne = async (): Promise<Bench> => {
  const bench = await startBench();
  bench.workspace.deploy('studio', { one: { kind: 'function', handler: () => 1 } });
  return bench;
};

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])('answers status %i, and only that', async (status) => {
  const { client, emulator } = await withOne();
  const fn = await client.functions.fromName('studio', 'one');
  emulator.faults.add('FunctionMap', { status, details: 'for a test' });
  if (RETRIED.includes(status)) expect(await (await fn.spawn()).get()).toBe(1);
  else await expect(fn.spawn()).rejects.toMatchObject({ code: status, details: 'for a test' });
});

it('does the work once although replies are lost', async () => {
  const { client, emulator, workspace } = await withOne();
  const fn = await client.functions.fromName('studio', 'one');
  emulator.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 3 });
  const call = await fn.spawn();
  expect(workspace.calls().map(({ call_id }) => call_id)).toEqual([call.functionCallId]);
  workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 4 });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 14 });
  expect(workspace.calls()).toHaveLength(2);
  const queue = await client.queues.fromName('events', { createIfMissing: true });
  emulator.faults.add('QueuePut', { status: 14, when: 'after', times: 2 });
  await queue.put('once');
  expect(await queue.len()).toBe(1);
});

it('tells the client when to come back', async () => {
  const { client, emulator } = await withOne();
  const fn = await client.functions.fromName('studio', 'one');
  emulator.faults.add('FunctionMap', { throttle_s: 0.05, times: 6 });
  expect(await (await fn.spawn()).get()).toBe(1);
  expect(emulator.log.filter(({ method }) => method === 'FunctionMap')).toHaveLength(7);
});

it('answers late, or as a proxy would', async () => {
  const { client, emulator } = await withOne();
  const fn = await client.functions.fromName('studio', 'one');
  emulator.faults.add('FunctionMap', { slow_ms: 60 });
  const begun = performance.now();
  await fn.spawn();
  expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
  emulator.faults.add('FunctionMap', { http_status: 502, times: 4 });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 14 });
  emulator.faults.add('FunctionMap', { status: 16, times: Number.POSITIVE_INFINITY });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 16 });
  emulator.faults.clear();
  expect(await (await fn.spawn()).get()).toBe(1);
});

it('stays silent until the caller gives up, having done the work or not', async () => {
  const { emulator, workspace } = await withOne();
  const { ModalClient } = await import('modal');
  process.env.MODAL_SERVER_URL = emulator.url;
  const client = new ModalClient({
    tokenId: 'ak-1',
    tokenSecret: 'as-1',
    grpcMiddleware: [
      async function* (call, options) {
        const budget = call.method.path.endsWith('FunctionMap') ? { timeoutMs: 80 } : {};
        return yield* call.next(call.request, { ...options, ...budget });
      },
    ],
  });
  const fn = await client.functions.fromName('studio', 'one');
  workspace.faults.add('FunctionMap', { hang: true });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 4 });
  expect(workspace.calls()).toHaveLength(0);
  workspace.faults.add('FunctionMap', { hang: true, when: 'after' });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 4 });
  expect(workspace.calls()).toHaveLength(1);
});

it('keeps one workspace apart from another', async () => {
  const { emulator, client, workspace } = await withOne();
  const other = clientFor(emulator, 'ak-2');
  await expect(other.functions.fromName('studio', 'one')).rejects.toThrow(/not found/);
  workspace.down();
  await expect(client.functions.fromName('studio', 'one')).rejects.toMatchObject({ code: 14 });
  emulator.workspace('ak-2').deploy('studio', { one: { kind: 'function', handler: () => 2 } });
  expect(await (await other.functions.fromName('studio', 'one')).remote()).toBe(2);
  workspace.up();
  expect(await (await client.functions.fromName('studio', 'one')).remote()).toBe(1);
});
