import { QueueEmptyError, QueueFullError } from 'modal';
import { expect, it } from 'vitest';
import { pickle, unpickleText } from '../src/queue/pickle.ts';
import { startBench } from './with-emulator.ts';

const create = { createIfMissing: true };

it('carries texts from a function to the client, partition by partition', async () => {
  const { client, workspace } = await startBench();
  const events = workspace.queue('events');
  events.put('a', '{"seq":1}', 'ü'.repeat(400));
  events.put('b', 'other');
  const queue = await client.queues.fromName('events');
  expect(await queue.getMany(10, { partition: 'a' })).toEqual(['{"seq":1}', 'ü'.repeat(400)]);
  expect(await queue.get({ partition: 'b' })).toBe('other');
  expect(events.len('a')).toBe(0);
  await expect(queue.get({ partition: 'a', timeoutMs: 30 })).rejects.toThrow(QueueEmptyError);
});

it('wakes a reader that waits', async () => {
  const { client, workspace } = await startBench();
  const queue = await client.queues.fromName('events', create);
  const read = queue.get({ partition: 'a', timeoutMs: 30_000 });
  workspace.queue('events').put('a', 'at last');
  expect(await read).toBe('at last');
});

it('takes what the client puts, counts, iterates and clears', async () => {
  const { client, workspace } = await startBench();
  const queue = await client.queues.fromName('events', create);
  await queue.putMany(['one', 'two'], { partition: 'p' });
  expect(workspace.queue('events').len('p')).toBe(2);
  expect(await queue.len({ partition: 'p' })).toBe(2);
  const seen: unknown[] = [];
  for await (const item of queue.iterate({ partition: 'p' })) seen.push(item);
  expect(seen).toEqual(['one', 'two']);
  await queue.clear({ all: true });
  expect(await queue.len({ total: true })).toBe(0);
  await client.queues.delete('events');
  await expect(client.queues.fromName('events')).rejects.toThrow(/not found/);
});

it('has the limits of the real one', async () => {
  const { client, workspace } = await startBench();
  const queue = await client.queues.fromName('events', create);
  workspace.queue('events').put('', ...new Array<string>(5000).fill('x'));
  await expect(queue.put('y', { timeoutMs: 50 })).rejects.toThrow(QueueFullError);
  await expect(queue.put('z'.repeat(1_100_000), { partition: 'q' })).rejects.toMatchObject({ code: 3 });
});

it('loses a poison item with everything that was read beside it', async () => {
  const { client, workspace } = await startBench();
  const events = workspace.queue('events');
  events.put('a', 'good');
  events.putRaw('a', Buffer.from([0x80, 4, 0xff]));
  const queue = await client.queues.fromName('events');
  await expect(queue.getMany(10, { partition: 'a' })).rejects.toThrow(/pickl/i);
  expect(events.len('a')).toBe(0);
});

it('writes pickles as Python does', () => {
  // pickle.dumps(…, protocol=4)
  expect(pickle('ab').toString('hex')).toBe('80049506000000000000008c026162942e');
  expect(pickle(Buffer.from('ab')).toString('hex')).toBe('800495060000000000000043026162942e');
  expect(pickle('x'.repeat(300)).toString('hex').slice(0, 32)).toBe('8004953301000000000000582c010000');
  for (const text of ['', 'ü', 'x'.repeat(300)]) expect(unpickleText(pickle(text))).toBe(text);
  expect(unpickleText(pickle(Buffer.from('ab')))).toBeNull();
});
