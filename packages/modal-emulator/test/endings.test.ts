import { ModalClient, RemoteError, TimeoutError } from 'modal';
import { expect, it } from 'vitest';
import type { FunctionSpec } from '../src/index.ts';
import { type Bench, startBench } from './with-emulator.ts';

interface Endless extends Bench {
  reasons: string[];
  spawn(): ReturnType<Awaited<ReturnType<ModalClient['functions']['fromName']>>['spawn']>;
}

/** A function that ends only when it is told to; what it was told is in `reasons`. */
async function withEndless(spec: Partial<FunctionSpec> = {}, options = {}): Promise<Endless> {
  const bench = await startBench(options);
  const reasons: string[] = [];
  const handler = (_args: unknown, _kwargs: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        reasons.push(String(signal.reason));
        reject(new Error('interrupted'));
      }),
    );
  bench.workspace.deploy('studio', { endless: { ...spec, kind: 'function', handler } });
  const fn = await bench.client.functions.fromName('studio', 'endless');
  return { ...bench, reasons, spawn: () => fn.spawn() };
}

const states = ({ workspace }: Bench): string[] => workspace.calls().map(({ state }) => state);

it('cancels after a while: status TERMINATED, no text', async () => {
  const bench = await withEndless({ max_containers: 1 });
  const [running, waiting] = [await bench.spawn(), await bench.spawn()];
  await expect.poll(() => states(bench)).toEqual(['running', 'pending']);
  await waiting.cancel();
  await running.cancel();
  await expect(running.get()).rejects.toThrow(new RemoteError('Remote error: '));
  await expect(waiting.get()).rejects.toThrow(new RemoteError('Remote error: '));
  expect(states(bench)).toEqual(['cancelled', 'cancelled']);
  expect(bench.reasons).toEqual(['cancelled']);
  const asked = bench.emulator.log.filter(({ method }) => method === 'FunctionCallCancel').map(({ at }) => at);
  const ended = [waiting, running].map(
    ({ functionCallId }) => bench.workspace.calls().find(({ call_id }) => call_id === functionCallId)?.finished_at,
  );
  for (const [n, at] of asked.entries()) expect(Number(ended[n]) - at).toBeGreaterThanOrEqual(19);
});

it('takes the container and starts its other inputs again when asked to terminate it', async () => {
  const bench = await withEndless({ max_containers: 1, concurrency: 2 });
  const first = await bench.spawn();
  await bench.spawn();
  await expect.poll(() => states(bench)).toEqual(['running', 'running']);
  const before = bench.workspace.containers()[0]?.container_id;
  await first.cancel({ terminateContainers: true });
  await expect(first.get()).rejects.toThrow(RemoteError);
  await expect.poll(() => bench.workspace.calls()[1]?.executions_started).toBe(2);
  expect(bench.workspace.containers().map(({ container_id }) => container_id)).not.toContain(before);
});

it('does not hear a cancellation inside a long native call, unless its container goes', async () => {
  const bench = await withEndless({ ignores_cancel: true });
  const call = await bench.spawn();
  await expect.poll(() => states(bench)).toEqual(['running']);
  await call.cancel();
  await expect(call.get({ timeoutMs: 100 })).rejects.toThrow(TimeoutError);
  expect(states(bench)).toEqual(['running']);
  await call.cancel({ terminateContainers: true });
  await expect(call.get()).rejects.toThrow(RemoteError);
  expect(bench.reasons).toEqual(['cancelled']);
});

it('lets Modal cancel, forget and lose a call', async () => {
  const bench = await withEndless();
  const [theirs, lost] = [await bench.spawn(), await bench.spawn()];
  bench.workspace.cancelByThem(theirs.functionCallId);
  await expect(theirs.get()).rejects.toThrow(RemoteError);
  bench.workspace.lose(lost.functionCallId);
  await expect(lost.get()).rejects.toMatchObject({ code: 5 });
  await expect(bench.client.functionCalls.fromId(lost.functionCallId)).rejects.toMatchObject({ code: 5 });
  expect(states(bench)).toEqual(['cancelled', 'lost']);
});

it('answers an expired call at once with nothing, as if it were pending', async () => {
  const { emulator, workspace } = await startBench();
  workspace.deploy('studio', { one: { kind: 'function', handler: () => 1 } });
  process.env.MODAL_SERVER_URL = emulator.url;
  const unfinished: number[] = [];
  const client = new ModalClient({
    tokenId: 'ak-1',
    tokenSecret: 'as-1',
    grpcMiddleware: [
      async function* (call, options) {
        const reply = yield* call.next(call.request, options);
        // The reply of this RPC, as the client decodes it.
        if (call.method.path.endsWith('GetOutputs')) {
          unfinished.push((reply as { numUnfinishedInputs: number }).numUnfinishedInputs);
        }
        return reply;
      },
    ],
  });
  const call = await (await client.functions.fromName('studio', 'one')).spawn();
  expect(await call.get()).toBe(1);
  workspace.expire(call.functionCallId);
  await expect(call.get({ timeoutMs: 0 })).rejects.toThrow(TimeoutError);
  expect(unfinished.at(-1)).toBe(0);
});

it('keeps results for as long as it is told, and clears what was waited for', async () => {
  const { client, workspace } = await startBench({ result_ttl_ms: 50 });
  workspace.deploy('studio', { one: { kind: 'function', handler: () => 1 } });
  const fn = await client.functions.fromName('studio', 'one');
  await fn.spawn();
  await expect.poll(() => workspace.calls()[0]?.state).toBe('expired');
  expect(await fn.remote()).toBe(1);
  expect(workspace.calls()[1]?.state).toBe('expired');
});

it('starts a preempted input again, under the same call', async () => {
  const bench = await startBench();
  const seen: { execution: number; container: string }[] = [];
  const gate = Promise.withResolvers<void>();
  bench.workspace.deploy('studio', {
    paint: {
      kind: 'function',
      handler: async (_args, _kwargs, { execution, container, signal }) => {
        seen.push({ execution, container: container.id });
        if (execution === 1) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await gate.promise;
        return execution;
      },
    },
  });
  const call = await (await bench.client.functions.fromName('studio', 'paint')).spawn();
  await expect.poll(() => states(bench)).toEqual(['running']);
  bench.workspace.preempt(call.functionCallId);
  await expect.poll(() => seen.length).toBe(2);
  bench.workspace.preempt(call.functionCallId, 'on_completion');
  gate.resolve();
  expect(await call.get()).toBe(3);
  expect(bench.workspace.calls()).toMatchObject([{ executions_started: 3, executions_completed: 2, retry_count: 0 }]);
  expect(new Set(seen.map(({ container }) => container)).size).toBe(3);
});
