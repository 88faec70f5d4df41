import { expect, it } from 'vitest';
import { startBench } from './with-emulator.ts';

/** The client reconnects with a back-off of its own. */
const patiently = { timeout: 30_000 };

const ok = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

it('breaks connections when killed, and keeps its state and ports', async () => {
  const { emulator, client, workspace } = await startBench();
  const gate = Promise.withResolvers<string>();
  workspace.deploy('studio', { slow: { kind: 'function', handler: () => gate.promise } });
  const fn = await client.functions.fromName('studio', 'slow');
  const call = await fn.spawn();
  const polled = expect(call.get({ timeoutMs: 30_000 })).rejects.toMatchObject({ code: 14 });
  await expect.poll(() => emulator.log.at(-1)?.method).toBe('FunctionGetOutputs');
  const { url } = emulator;
  await emulator.kill();
  await polled;
  await expect(fn.spawn()).rejects.toMatchObject({ code: 14 });
  gate.resolve('survived');
  await emulator.restart();
  expect(emulator.url).toBe(url);
  await expect.poll(() => ok(call.get({ timeoutMs: 1000 })), patiently).toBe(true);
  expect(await call.get()).toBe('survived');
  expect(workspace.calls()).toMatchObject([{ executions_started: 1 }]);
});

it('accepts and answers nothing when frozen, and goes on where it was', async () => {
  const { emulator, client, workspace } = await startBench();
  workspace.deploy('studio', { large: { kind: 'function', handler: () => Buffer.alloc(20_000) } });
  const fn = await client.functions.fromName('studio', 'large');
  const call = await fn.spawn();
  emulator.freeze();
  let answered = false;
  const value = call.get().finally(() => {
    answered = true;
  });
  const fresh = fetch(`${emulator.blob_url}/blob/none`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answered).toBe(false);
  emulator.thaw();
  expect(await value).toHaveLength(20_000);
  expect((await fresh).status).toBe(404);
  emulator.freeze();
  await emulator.kill();
  await emulator.restart();
  expect((await fetch(`${emulator.blob_url}/blob/none`)).status).toBe(404);
});

it('stops with nothing left behind', async () => {
  const { emulator, client, workspace } = await startBench();
  workspace.deploy('studio', { endless: { kind: 'function', handler: () => new Promise(() => undefined) } });
  const call = await (await client.functions.fromName('studio', 'endless')).spawn();
  const polled = expect(call.get()).rejects.toMatchObject({ code: 14 });
  await expect.poll(() => workspace.containers().length).toBe(1);
  await emulator.stop();
  await polled;
  expect(workspace.containers()).toEqual([]);
});
