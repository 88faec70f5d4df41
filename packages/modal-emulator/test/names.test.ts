import { NotFoundError } from 'modal';
import { expect, it } from 'vitest';
import { startEmulator } from '../src/index.ts';
import { clientFor, startBench } from './with-emulator.ts';

const create = { createIfMissing: true };

it('finds volumes, secrets and apps by name', async () => {
  const { client, workspace } = await startBench();
  await expect(client.volumes.fromName('models')).rejects.toThrow(NotFoundError);
  workspace.volume('models');
  const volume = await client.volumes.fromName('models');
  expect((await client.volumes.fromName('models', create)).volumeId).toBe(volume.volumeId);
  await expect(client.secrets.fromName('hub')).rejects.toThrow(NotFoundError);
  workspace.secret('hub', ['HF_TOKEN']);
  await client.secrets.fromName('hub', { requiredKeys: ['HF_TOKEN'] });
  await expect(client.secrets.fromName('hub', { requiredKeys: ['OTHER'] })).rejects.toThrow(NotFoundError);
  await expect(client.apps.fromName('studio')).rejects.toThrow(NotFoundError);
  const app = await client.apps.fromName('studio', create);
  expect((await client.apps.fromName('studio')).appId).toBe(app.appId);
});

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

it('lists environments and their apps', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {}, { environment: 'prod' });
  const environments = await all(client.environments.objects.list());
  expect(environments.map(({ name }) => name)).toEqual(['main', 'prod']);
  const prod = await client.environments.fromName('prod');
  expect((await all(prod.apps.list())).map(({ name }) => name)).toEqual(['studio']);
  await expect(client.environments.fromName('none')).rejects.toThrow(NotFoundError);
});

it('keeps what functions print', async () => {
  const { client, workspace } = await startBench();
  workspace.deploy('studio', {
    talk: { kind: 'function', handler: ([word], _kwargs, { log }) => log(`said ${word}\n`) },
  });
  const fn = await client.functions.fromName('studio', 'talk');
  const [first, second] = [await fn.spawn(['one']), await fn.spawn(['two'])];
  await Promise.all([first.get(), second.get()]);
  const seen: string[] = [];
  for await (const entry of second.logs.tail()) seen.push(entry.message);
  expect(seen).toEqual(['said two\n']);
  const streamed: string[] = [];
  for await (const entry of first.logs.stream()) streamed.push(entry.message);
  expect(streamed).toEqual(['said one\n']);
});

it('fails the test that asks for an RPC it does not know', async () => {
  const emulator = await startEmulator();
  try {
    const client = clientFor(emulator);
    emulator.assertClean();
    await expect(client.proxies.fromName('none')).rejects.toMatchObject({ code: 12 });
    expect(emulator.unknown_rpcs).toEqual(['modal.client.ModalClient.ProxyGet']);
    expect(() => emulator.assertClean()).toThrow('modal.client.ModalClient.ProxyGet');
  } finally {
    await emulator.stop();
  }
});
