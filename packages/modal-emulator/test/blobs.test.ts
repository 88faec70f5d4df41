import { createHash } from 'node:crypto';
import { RemoteError } from 'modal';
import { expect, it } from 'vitest';
import { type Bench, startBench } from './with-emulator.ts';

const bytes = (length: number): Buffer => Buffer.alloc(length, 7);
const methods = ({ emulator }: Bench): string[] => emulator.log.map(({ method }) => method);

const withEcho = async (options = {}): Promise<Bench & { spawn: (value: unknown) => Promise<unknown> }> => {
  const bench = await startBench(options);
  bench.workspace.deploy('studio', { echo: { kind: 'function', handler: ([value]) => value } });
  const fn = await bench.client.functions.fromName('studio', 'echo');
  return { ...bench, spawn: async (value) => (await fn.spawn([value])).get() };
};

it('sends what is large by way of the object store, both ways', async () => {
  const bench = await withEcho();
  const back = await bench.spawn(bytes(5_000_000));
  expect(
    createHash('md5')
      .update(Buffer.from(back as Uint8Array))
      .digest('hex'),
  ).toBe(createHash('md5').update(bytes(5_000_000)).digest('hex'));
  expect(methods(bench)).toEqual(expect.arrayContaining(['BlobCreate', 'blob:PUT', 'BlobGet', 'blob:GET']));
});

it('keeps small values in the message, up to what the server says', async () => {
  const bench = await withEcho({ inline_async_bytes: 20_000 });
  await bench.spawn(bytes(19_000));
  expect(methods(bench)).not.toContain('BlobCreate');
  expect(methods(bench)).not.toContain('BlobGet');
});

it('lets an upload fail and be tried again', async () => {
  const bench = await withEcho();
  bench.emulator.faults.add('blob:PUT', { http_status: 503, times: 2 });
  expect(await bench.spawn(bytes(10_000))).toHaveLength(10_000);
  bench.workspace.faults.add('blob:PUT', { http_status: 403, times: 3 });
  await expect(bench.spawn(bytes(10_000))).rejects.toThrow(/403|upload/i);
  expect(bench.workspace.calls()).toHaveLength(1);
});

it('lets a download fail, and the result stays', async () => {
  const bench = await startBench();
  bench.workspace.deploy('studio', { make: { kind: 'function', handler: () => bytes(10_000) } });
  const call = await (await bench.client.functions.fromName('studio', 'make')).spawn();
  bench.emulator.faults.add('blob:GET', { http_status: 500, times: 5 });
  await expect(call.get()).rejects.toThrow(/500|download/i);
  expect(await call.get()).toHaveLength(10_000);
});

it('corrupts what it is told to', async () => {
  const bench = await startBench();
  bench.workspace.deploy('studio', {
    large: { kind: 'function', handler: () => bytes(10_000) },
    small: { kind: 'function', handler: () => 'small' },
    echo: { kind: 'function', handler: ([value]) => value },
  });
  const large = await (await bench.client.functions.fromName('studio', 'large')).spawn();
  bench.emulator.faults.add('blob:GET', { corrupt: true });
  await expect(large.get().then((value) => Buffer.from(value as Uint8Array).equals(bytes(10_000)))).rejects.toThrow();
  const small = await (await bench.client.functions.fromName('studio', 'small')).spawn();
  await expect.poll(() => bench.workspace.calls().at(-1)?.state).toBe('succeeded');
  bench.emulator.faults.add('FunctionGetOutputs', { corrupt: true });
  const seen = await small.get().catch((error: unknown) => error);
  expect(seen).not.toBe('small');
  expect(await small.get()).toBe('small');
  bench.emulator.faults.add('blob:PUT', { corrupt: true });
  const echo = await (await bench.client.functions.fromName('studio', 'echo')).spawn([bytes(10_000)]);
  await expect(echo.get()).rejects.toThrow(RemoteError);
});
