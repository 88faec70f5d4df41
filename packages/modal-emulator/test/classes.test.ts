import { NotFoundError } from 'modal';
import { expect, it } from 'vitest';
import { startBench } from './with-emulator.ts';

it('calls a method of a class whose container loaded once', async () => {
  const { client, workspace } = await startBench();
  let entered = 0;
  workspace.deploy('studio', {
    Painter: {
      kind: 'class',
      enter: (container) => {
        entered += 1;
        container.state.set('weights', 'loaded');
      },
      methods: { generate: ([word], _kwargs, { container }) => `${word} ${container.state.get('weights')}` },
    },
  });
  const painter = await (await client.cls.fromName('studio', 'Painter')).instance();
  const generate = painter.method('generate');
  expect(await (await generate.spawn(['one'])).get()).toBe('one loaded');
  expect(await generate.remote(['two'])).toBe('two loaded');
  expect(entered).toBe(1);
  expect(workspace.calls().map((call) => call.function)).toEqual([
    'studio/Painter.generate',
    'studio/Painter.generate',
  ]);
});

it('gives parameters and options containers of their own', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {
    Painter: {
      kind: 'class',
      parameters: [
        { name: 'style', type: 'string', default: 'ink' },
        { name: 'seed', type: 'int' },
      ],
      methods: { where: (_args, _kwargs, { container }) => container.id },
    },
  });
  const cls = await client.cls.fromName('studio', 'Painter');
  const where = async (picked: typeof cls, seed: number): Promise<string> => {
    const instance = await picked.instance({ seed });
    return instance.method('where').remote();
  };
  const first = await where(cls, 1);
  expect(await where(cls.withOptions({ maxContainers: 1 }), 1)).not.toBe(first);
  await expect(cls.instance({})).rejects.toThrow(/seed/);
});

it('knows environments, and says what is missing', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', { one: { kind: 'function', handler: () => 1 } }, { environment: 'prod' });
  expect(workspace.apps('prod')).toEqual(['studio']);
  expect(workspace.apps()).toEqual([]);
  expect(await (await client.functions.fromName('studio', 'one', { environment: 'prod' })).remote()).toBe(1);
  await expect(client.functions.fromName('studio', 'one')).rejects.toThrow(NotFoundError);
  await expect(client.functions.fromName('studio', 'two', { environment: 'prod' })).rejects.toThrow(NotFoundError);
  await expect(client.cls.fromName('studio', 'one', { environment: 'prod' })).rejects.toThrow(NotFoundError);
});

it('makes ids stale with the next deployment, and hands waiting inputs to it', async () => {
  const { client, workspace } = await startBench();
  const gate = Promise.withResolvers<string>();
  const version = (answer: () => unknown) => ({
    answer: { kind: 'function' as const, max_containers: 1, handler: answer },
  });
  workspace.deploy(
    'studio',
    version(() => gate.promise),
  );
  const before = await client.functions.fromName('studio', 'answer');
  const started = await before.spawn();
  const waiting = await before.spawn();
  await expect.poll(() => workspace.calls()[0]?.state).toBe('running');
  workspace.deploy(
    'studio',
    version(() => 'new'),
  );
  expect(await waiting.get()).toBe('new');
  gate.resolve('old');
  expect(await started.get()).toBe('old');
  await expect(before.spawn()).rejects.toMatchObject({ code: 5 });
  const after = await client.functions.fromName('studio', 'answer');
  expect(await after.remote()).toBe('new');
  await expect.poll(() => workspace.containers().length).toBe(1);
});

it('stops an app with all that runs in it', async () => {
  const { client, workspace } = await startBench();
  const reasons: unknown[] = [];
  workspace.deploy('studio', {
    endless: {
      kind: 'function',
      handler: (_args, _kwargs, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => reasons.push(signal.reason))),
    },
  });
  const fn = await client.functions.fromName('studio', 'endless');
  const call = await fn.spawn();
  await expect.poll(() => workspace.calls()[0]?.state).toBe('running');
  workspace.stopApp('studio');
  await expect(call.get()).rejects.toThrow('Remote error: ');
  expect(reasons).toEqual(['cancelled']);
  expect(workspace.containers()).toEqual([]);
  await expect(client.functions.fromName('studio', 'endless')).rejects.toThrow(NotFoundError);
});
