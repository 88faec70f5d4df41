import { ModalClient } from 'modal';
import { expect, it } from 'vitest';
import { clientFor, startBench } from './with-emulator.ts';

it('refuses a wrong secret on every RPC', async () => {
  const { emulator, client, workspace } = await startBench();
  workspace.accept('as-right');
  await expect(client.queues.fromName('events', { createIfMissing: true })).rejects.toMatchObject({ code: 16 });
  const right = clientFor(emulator, 'ak-1', 'as-right');
  await right.queues.fromName('events', { createIfMissing: true });
  workspace.accept(null);
  await client.queues.fromName('events');
  expect(JSON.stringify(emulator.log)).not.toContain('as-right');
});

it('revokes credentials while work goes on, and takes them back', async () => {
  const { client, workspace } = await startBench();
  const gate = Promise.withResolvers<string>();
  workspace.deploy('studio', { slow: { kind: 'function', handler: () => gate.promise } });
  const call = await (await client.functions.fromName('studio', 'slow')).spawn();
  workspace.revoke();
  await expect(call.get({ timeoutMs: 100 })).rejects.toMatchObject({ code: 16 });
  gate.resolve('done meanwhile');
  await expect.poll(() => workspace.calls()[0]?.state).toBe('succeeded');
  workspace.restore();
  expect(await call.get()).toBe('done meanwhile');
});

it('hands out tokens that end', async () => {
  const { client } = await startBench({ auth_token_ttl_s: -10 });
  await expect(client.queues.fromName('events', { createIfMissing: true })).rejects.toMatchObject({ code: 16 });
});

it('asks for a name at all', async () => {
  const { emulator } = await startBench();
  process.env.MODAL_SERVER_URL = emulator.url;
  const nobody = new ModalClient({ tokenId: '', tokenSecret: '' });
  await expect(nobody.queues.fromName('events')).rejects.toThrow();
});
