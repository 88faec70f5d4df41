import { FunctionTimeoutError, InternalFailure, RemoteError, TimeoutError } from 'modal';
import { expect, it } from 'vitest';
import { ModalFailure } from '../src/index.ts';
import { startBench, until } from './with-emulator.ts';

it('spawns a function and fetches its value', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {
    double: {
      kind: 'function',
      handler: ([n], { plus }) => ({ n: Number(n) * 2 + Number(plus), raw: Buffer.from([1]) }),
    },
  });
  const fn = await client.functions.fromName('studio', 'double');
  const call = await fn.spawn([21], { plus: 1 });
  const value: { n: number; raw: Uint8Array } = await call.get();
  expect(value.n).toBe(43);
  expect([...value.raw]).toEqual([1]);
  expect(workspace.calls()).toMatchObject([
    { function: 'studio/double', state: 'succeeded', executions_started: 1, executions_completed: 1 },
  ]);
});

it('answers like Python where numbers and nothing are concerned', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {
    odd: { kind: 'function', handler: () => [undefined, 2 ** 40, 1.5] },
    unable: { kind: 'function', handler: () => Symbol('no') },
  });
  const odd = await client.functions.fromName('studio', 'odd');
  expect(await odd.remote()).toEqual([null, 2n ** 40n, 1.5]);
  const unable = await client.functions.fromName('studio', 'unable');
  await expect(unable.remote()).rejects.toThrow(/SerializationError/);
});

it('holds a pending call for the time asked, then says so', async () => {
  const { client, workspace } = await startBench();
  const gate = Promise.withResolvers<void>();
  workspace.deploy('studio', { slow: { kind: 'function', handler: () => gate.promise.then(() => 'late') } });
  const call = await (await client.functions.fromName('studio', 'slow')).spawn();
  await expect(call.get({ timeoutMs: 0 })).rejects.toThrow(TimeoutError);
  await expect(call.get({ timeoutMs: 60 })).rejects.toThrow(TimeoutError);
  gate.resolve();
  expect(await call.get()).toBe('late');
  expect(await call.get()).toBe('late');
});

it('names every way an input can end', async () => {
  const { client, workspace } = await startBench();
  const ends = { failure: 'FAILURE', init: 'INIT_FAILURE', internal: 'INTERNAL_FAILURE' } as const;
  workspace.deploy('studio', {
    ...Object.fromEntries(
      Object.entries(ends).map(([name, status]) => [
        name,
        {
          kind: 'function' as const,
          handler: () => {
            throw new ModalFailure(status, `Trouble('${name}')`);
          },
        },
      ]),
    ),
    plain: {
      kind: 'function',
      handler: () => {
        throw new RangeError("it's out");
      },
    },
    late: { kind: 'function', timeout_ms: 20, handler: (_args, _kwargs, { signal }) => until(() => signal.aborted) },
  });
  const get = async (name: string): Promise<unknown> =>
    (await (await client.functions.fromName('studio', name)).spawn()).get();
  await expect(get('failure')).rejects.toThrow(new RemoteError("Remote error: Trouble('failure')"));
  await expect(get('init')).rejects.toThrow(RemoteError);
  await expect(get('internal')).rejects.toThrow(InternalFailure);
  await expect(get('plain')).rejects.toThrow(`Remote error: RangeError("it's out")`);
  await expect(get('late')).rejects.toThrow(FunctionTimeoutError);
  expect(workspace.calls().map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'failed', 'timeout']);
});

it('runs an input again when the client retries an internal failure', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {
    flaky: {
      kind: 'function',
      handler: ([word], _kwargs, { execution }) => {
        if (execution < 3) throw new ModalFailure('INTERNAL_FAILURE', 'lost a machine');
        return `${word} ${execution}`;
      },
    },
  });
  const fn = await client.functions.fromName('studio', 'flaky');
  expect(await fn.remote(['try'])).toBe('try 3');
  expect(workspace.calls()).toMatchObject([{ executions_started: 3, executions_completed: 1 }]);
});
