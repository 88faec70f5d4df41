import type { StreamEvent, Task } from '@easel/contracts';
import { expect, test } from 'vitest';
import { block, cutStream, endedStream, openStream, taskBlock } from '../../test/event-stream.js';
import { problem } from '../../test/script-server.js';
import { aTask } from '../../test/task-fixture.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, EaselTaskError, type StreamOptions, type StreamState } from '../index.js';

const ID = aTask().id;
const EVENTS = `GET /v1/tasks/${ID}/events`;
const GET = `GET /v1/tasks/${ID}`;
const connect = (url: string) => createEasel<AnyModels>({ base_url: url });
const at = (version: number, status: Task['status']) => aTask({ version, status });

async function collect(url: string, options: StreamOptions = {}): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of connect(url).task.subscribe(ID, options)) events.push(event);
  return events;
}

const versions = (events: StreamEvent[]) => events.map((event) => (event.event === 'task' ? event.data.version : 0));

test('changes, progress and previews come until the task has ended', async () => {
  const progress = { task_id: ID, progress: 50, stage: 'running', step: 1, total_steps: 2, queue_position: null };
  const preview = { task_id: ID, index: 0, data_url: 'data:image/webp;base64,' };
  const text = [
    taskBlock(at(1, 'pending'), 1),
    ': still here\n\n',
    block('progress', progress),
    block('preview', preview),
    block('something_newer', {}),
    taskBlock(at(2, 'done'), 2),
    taskBlock(at(3, 'done'), 3),
  ].join('');
  const server = await withServer([EVENTS, openStream(text)]);
  expect(await collect(server.url)).toEqual([
    { event: 'task', id: '1', data: at(1, 'pending') },
    { event: 'progress', id: null, data: progress },
    { event: 'preview', id: null, data: preview },
    { event: 'task', id: '2', data: at(2, 'done') },
  ]);
});

test('a cut or ended stream goes on after the last id, also of a block without data', async () => {
  const server = await withServer(
    [EVENTS, cutStream(taskBlock(at(1, 'pending'), 41))],
    [EVENTS, endedStream(`${taskBlock(at(2, 'processing'), 42)}id: 43\n\n`)],
    [EVENTS, problem(503, 'unavailable', { retryable: true })],
    [EVENTS, openStream(taskBlock(at(3, 'done'), 44))],
  );
  expect(versions(await collect(server.url))).toEqual([1, 2, 3]);
  expect(server.seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '41', '43', '43']);
});

test('a server that is away for a while does not end the stream', async () => {
  const away = problem(503, 'unavailable', { retryable: true });
  const server = await withServer(
    [EVENTS, cutStream(taskBlock(at(1, 'pending'), 41))],
    [EVENTS, away],
    [EVENTS, { raw: (response) => response.destroy() }],
    [EVENTS, away],
    [EVENTS, openStream(taskBlock(at(2, 'processing'), 42) + taskBlock(at(3, 'done'), 43))],
  );
  const states: StreamState[] = [];
  expect(versions(await collect(server.url, { on_state: (state) => states.push(state) }))).toEqual([1, 2, 3]);
  expect(states).not.toContain('polling');
});

test('a given position is resumed', async () => {
  const server = await withServer([EVENTS, openStream(taskBlock(at(3, 'done'), 9))]);
  await collect(server.url, { last_event_id: '0' });
  expect(server.seen[0]?.headers['last-event-id']).toBe('0');
});

test('what is older than already seen is dropped', async () => {
  const text = [2, 1, 3, 2].map((version) => taskBlock(at(version, 'processing'))).join('');
  const server = await withServer(
    [EVENTS, endedStream(text)],
    [EVENTS, openStream(taskBlock(at(1, 'pending')) + taskBlock(at(4, 'failed')))],
  );
  expect(versions(await collect(server.url))).toEqual([2, 3, 4]);
});

test('where streams fail repeatedly, long polling takes over', async () => {
  const broken = { status: 502, text: 'no streams here' };
  const states: StreamState[] = [];
  const server = await withServer(
    [EVENTS, broken],
    [EVENTS, { headers: { 'content-type': 'text/html' }, text: 'nor here' }],
    [EVENTS, broken],
    [GET, { json: at(1, 'pending'), headers: { etag: '"1"' } }],
    [`${GET}?wait_s=25`, problem(503, 'unavailable', { retryable: true })],
    [`${GET}?wait_s=25`, { status: 304, headers: { etag: '"1"' } }],
    [`${GET}?wait_s=25`, { json: at(2, 'done'), headers: { etag: '"2"' } }],
  );
  expect(versions(await collect(server.url, { on_state: (state) => states.push(state) }))).toEqual([1, 2]);
  expect(server.seen.map(({ headers }) => headers['if-none-match']).slice(3)).toEqual([undefined, '"1"', '"1"', '"1"']);
  expect(states.at(-1)).toBe('polling');
});

test('where streams are held back, long polling takes over at once', async () => {
  const server = await withServer([EVENTS, openStream('')], [GET, { json: at(2, 'done') }]);
  expect(versions(await collect(server.url, { idle_ms: 50 }))).toEqual([2]);
});

test('a stream that falls silent is opened anew', async () => {
  const server = await withServer(
    [EVENTS, openStream(taskBlock(at(1, 'pending'), 1))],
    [EVENTS, openStream(taskBlock(at(2, 'done'), 2))],
  );
  expect(versions(await collect(server.url, { idle_ms: 80 }))).toEqual([1, 2]);
});

test('after a reset the task is read again', async () => {
  const server = await withServer(
    [EVENTS, openStream(block('reset', { reason: 'too old' }))],
    [GET, { json: at(5, 'done') }],
  );
  expect(versions(await collect(server.url, { last_event_id: '1' }))).toEqual([5]);
});

test('a deletion ends it, whether told or found out', async () => {
  const told = await withServer([EVENTS, openStream(taskBlock(at(1, 'pending')) + block('deleted', { task_id: ID }))]);
  expect((await collect(told.url)).at(-1)).toEqual({ event: 'deleted', id: null, data: { task_id: ID } });
  const found = await withServer(
    [EVENTS, endedStream(taskBlock(at(1, 'pending')))],
    [EVENTS, problem(404, 'task_not_found')],
  );
  expect((await collect(found.url)).at(-1)).toEqual({ event: 'deleted', id: null, data: { task_id: ID } });
});

test('an unknown task is an error', async () => {
  const server = await withServer([EVENTS, problem(404, 'task_not_found')]);
  await expect(collect(server.url)).rejects.toMatchObject({ code: 'task_not_found' });
});

test('an abort ends it, and closes the connection', async () => {
  const stop = new AbortController();
  let closed: () => void = () => undefined;
  const disconnected = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = await withServer([
    EVENTS,
    {
      raw: (response, request) => {
        request.socket.once('close', closed);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(taskBlock(at(1, 'pending')), () => setTimeout(() => stop.abort(), 20));
      },
    },
  ]);
  await expect(collect(server.url, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  await disconnected;
});

test('leaving the loop closes the connection', async () => {
  let closed: () => void = () => undefined;
  const disconnected = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = await withServer([
    EVENTS,
    {
      raw: (response, request) => {
        request.socket.once('close', closed);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(taskBlock(at(1, 'pending')));
      },
    },
  ]);
  for await (const _ of connect(server.url).task.subscribe(ID)) break;
  await disconnected;
});

test('events of all tasks: versions are told apart by task, resets are passed on, an abort ends it', async () => {
  const other = { ...at(1, 'pending'), id: 'task_other' };
  const text = [
    taskBlock(at(2, 'processing'), 1),
    taskBlock(other, 2),
    taskBlock(at(1, 'pending')),
    block('deleted', { task_id: ID }),
    block('reset', { reason: 'too old' }),
  ].join('');
  const stop = new AbortController();
  const server = await withServer(
    ['GET /v1/events', cutStream(text)],
    ['GET /v1/events', openStream(taskBlock(other))],
  );
  const events: StreamEvent[] = [];
  const read = async () => {
    for await (const event of connect(server.url).events.subscribe({ signal: stop.signal })) {
      events.push(event);
      if (events.length === 5) stop.abort();
    }
  };
  await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
  expect(events.map(({ event }) => event)).toEqual(['task', 'task', 'deleted', 'reset', 'task']);
  expect(server.seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, undefined]);
});

test('run: created, waited for, returned', async () => {
  const server = await withServer(
    ['POST /v1/tasks', { status: 202, json: at(1, 'pending') }],
    [`${GET}?wait_s=25`, { json: at(2, 'processing') }],
    [`${GET}?wait_s=25`, { json: at(3, 'done') }],
  );
  expect(await connect(server.url).task.run({ model: 'sketch', input: {} })).toMatchObject({ version: 3 });
});

test('run: a failure is thrown with what to do about it', async () => {
  const error = { code: 'out_of_memory', message: 'Too big.', retryable: false, hint: 'Ask for less.' } as const;
  const server = await withServer(
    ['POST /v1/tasks', { status: 202, json: at(1, 'pending') }],
    [`${GET}?wait_s=25`, { json: aTask({ status: 'failed', error }) }],
  );
  const thrown = await connect(server.url)
    .task.run({ model: 'sketch', input: {} })
    .catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(EaselTaskError);
  expect(thrown).toMatchObject({ code: 'out_of_memory', message: 'Too big.', hint: 'Ask for less.', task: { id: ID } });
});

test('run with on_event: follows the stream', async () => {
  const server = await withServer(
    ['POST /v1/tasks', { status: 202, json: at(1, 'pending') }],
    [EVENTS, openStream(taskBlock(at(2, 'processing')) + taskBlock(at(3, 'cancelled')))],
    [`${GET}?wait_s=25`, { json: at(3, 'cancelled') }],
  );
  const events: StreamEvent[] = [];
  const run = connect(server.url).task.run({ model: 'sketch', input: {} }, { on_event: (event) => events.push(event) });
  await expect(run).rejects.toMatchObject({ name: 'EaselTaskError', code: 'cancelled' });
  expect(versions(events)).toEqual([2, 3]);
});
