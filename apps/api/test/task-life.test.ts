import { MAX_SEED } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeBackend } from './fake-backend.js';
import { FILM, fixtureSettings, PAINT, SKETCH, startApp, type TestApp } from './harness.js';
import { tinyPicture } from './tiny-picture.js';

const apps: TestApp[] = [];
const start = async (...args: Parameters<typeof startApp>) => {
  const started = await startApp(...args);
  apps.push(started);
  return started;
};
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});

const problem = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code];

test('a task goes from pending to done, with its input filled in and one output', async () => {
  const backend = new FakeBackend().expect({
    warnings: [{ code: 'cut', message: 'The prompt was cut.', path: 'prompt' }],
  });
  const { create, ended, call } = await start({ backend });
  const task = await create({ metadata: { mine: '1' } });
  expect(task).toMatchObject({
    version: 1,
    status: 'pending',
    model: PAINT,
    mode: 'txt2img',
    type: 'image',
    count: 1,
    lane: 'interactive',
    attempt: 0,
    max_attempts: 3,
    outputs: [],
    error: null,
    metadata: { mine: '1' },
    input: {
      prompt: 'a hill',
      negative: '',
      steps: 10,
      guidance_scale: 4.5,
      tile: false,
      style: 'plain',
      version: 2,
      width: 64,
      height: 64,
      output_format: 'png',
    },
  });
  expect(task.input).not.toHaveProperty('strength');
  const seed = Number(task.input.seed);
  expect(seed).toBeGreaterThanOrEqual(0);
  expect(seed).toBeLessThanOrEqual(MAX_SEED);
  const done = await ended(task.id);
  expect(done).toMatchObject({ status: 'done', progress: 100, attempt: 1, stage: null, error: null, late_outputs: [] });
  expect(done.warnings).toEqual([{ code: 'cut', message: 'The prompt was cut.', path: 'prompt' }]);
  expect(done.outputs).toHaveLength(1);
  const [output] = done.outputs;
  expect(output).toMatchObject({ kind: 'output', index: 0, seed, task_id: task.id, content_type: 'image/png' });
  expect(output?.recipe).toEqual({ model: PAINT, mode: 'txt2img', input: done.input });
  expect(Object.values(done.timing).every((ms) => ms !== null && ms >= 0)).toBe(true);
  const job = backend.jobs[0];
  expect(job).toMatchObject({ task_id: task.id, input: done.input, count: 1, files: {}, output: { format: 'png' } });
  const bytes = await call('GET', output?.url ?? '');
  expect(bytes.status).toBe(200);
  expect(bytes.headers['content-type']).toBe('image/png');
});

test('count: output i uses seed + i, in order, whatever order they finish in', async () => {
  const backend = new FakeBackend().expect({ steps: [{ stage: 'running' }, { output: 2 }, { output: 0 }] });
  const { create, ended } = await start({ backend });
  const { id } = await create({ count: 3, input: { prompt: 'a hill', seed: 7 } });
  const done = await ended(id);
  expect(done.outputs.map((o) => [o.index, o.seed])).toEqual([
    [0, 7],
    [1, 8],
    [2, 9],
  ]);
  expect(new Set(done.outputs.map((o) => o.sha256)).size).toBe(3);
});

test('the last output must have a seed too', async () => {
  const { call, create, ended } = await start({ backend: new FakeBackend().expect({}) });
  const body = { model: PAINT, count: 2, input: { prompt: 'a hill', seed: MAX_SEED } };
  const refused = await call('POST', '/v1/tasks', { body });
  expect(problem(refused)).toEqual([400, 'invalid_input']);
  expect(refused.body.errors[0].path).toBe('input.seed');
  const { id } = await create({ ...body, input: { prompt: 'a hill', seed: MAX_SEED - 1 } });
  expect((await ended(id)).outputs.map((o) => o.seed)).toEqual([MAX_SEED - 1, MAX_SEED]);
});

test('what a model does not take is refused with its path, and nothing is made', async () => {
  const { call } = await start();
  const cases: [object, string, string?][] = [
    [{ model: 'no-such' }, 'model_not_found'],
    [{ model: 'constructor' }, 'model_not_found'],
    [{ model: FILM }, 'no_backend'],
    [{ mode: 'i2v' }, 'invalid_input', 'mode'],
    [{ count: 9 }, 'invalid_input', 'count'],
    [{ count: 0 }, 'invalid_input', 'count'],
    [{ lane: 'fast' }, 'invalid_input', 'lane'],
    [{ extra: 1 }, 'invalid_input', 'extra'],
    [{ input: {} }, 'invalid_input', 'input.prompt'],
    [{ input: { prompt: '  ' } }, 'invalid_input', 'input.prompt'],
    [{ input: { prompt: 'x', steps: 5 } }, 'invalid_input', 'input.steps'],
    [{ input: { prompt: 'x', steps: 4.5 } }, 'invalid_input', 'input.steps'],
    [{ input: { prompt: 'x', guidance_scale: 9 } }, 'invalid_input', 'input.guidance_scale'],
    [{ input: { prompt: 'x', version: 3 } }, 'invalid_input', 'input.version'],
    [{ input: { prompt: 'x', strength: 0.5 } }, 'invalid_input', 'input.strength'],
    [{ input: { prompt: 'x', width: 64 } }, 'invalid_input', 'input.height'],
    [{ input: { prompt: 'x', width: 96, height: 96 } }, 'invalid_input', 'input.height'],
    [{ input: { prompt: 'x', seed: -1 } }, 'invalid_input', 'input.seed'],
    [{ input: { prompt: 'x', nonsense: { deep: 1 } } }, 'invalid_input', 'input.nonsense'],
    [{ mode: 'img2img', input: { prompt: 'x' } }, 'invalid_input', 'input.image'],
    [{ mode: 'img2img', input: { prompt: 'x', image: `asset_${'0'.repeat(26)}` } }, 'invalid_input', 'input.image'],
    [{ model: SKETCH, input: { prompt: 'x', width: 40, height: 48 } }, 'invalid_input', 'input.width'],
    [{ metadata: { '': 'x' } }, 'invalid_input'],
    [
      { metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, 'x'])) },
      'invalid_input',
      'metadata',
    ],
  ];
  for (const [change, code, path] of cases) {
    const body = { model: PAINT, input: { prompt: 'x' }, ...change };
    const answer = await call('POST', '/v1/tasks', { body });
    expect([JSON.stringify(change), answer.body.code]).toEqual([JSON.stringify(change), code]);
    if (path) expect(answer.body.errors.map((e: { path: string }) => e.path)).toContain(path);
  }
  expect((await call('GET', '/v1/tasks')).body.items).toEqual([]);
});

test('a reference image travels with the job', async () => {
  const backend = new FakeBackend().expect({});
  const { app, ended, create } = await start({ backend });
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await tinyPicture(3))]), 'a.png');
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  const sent = { 'content-type': request.headers.get('content-type') ?? '' };
  const payload = Buffer.from(await request.arrayBuffer());
  const uploaded = await app.inject({ method: 'POST', url: '/v1/assets', headers: sent, payload });
  const image = uploaded.json().id;
  const { id } = await create({ mode: 'img2img', input: { prompt: 'x', image } });
  expect((await ended(id)).status).toBe('done');
  const described = backend.jobs[0]?.files.image;
  expect(described).toMatchObject({ content_type: 'image/png', bytes: backend.files[0]?.image?.length });
});

test('ETag, 304, and waiting for a change or for the end', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({ steps: [{ stage: 'running' }, { wait: gate.promise }] });
  const { call, create, until } = await start({ backend });
  const { id } = await create();
  const running = await until(id, (task) => task.stage === 'running');
  const first = await call('GET', `/v1/tasks/${id}`);
  expect(first.headers.etag).toBe(`"${running.version}"`);
  expect(first.headers['retry-after']).toBe('3');
  const same = { 'if-none-match': first.headers.etag ?? '' };
  expect((await call('GET', `/v1/tasks/${id}`, { headers: same })).status).toBe(304);
  expect((await call('GET', `/v1/tasks/${id}?wait_s=0.05`, { headers: same })).status).toBe(304);
  const still = await call('GET', `/v1/tasks/${id}?wait_s=0.05`);
  expect(still.body.status).toBe('processing');
  const changed = call('GET', `/v1/tasks/${id}?wait_s=20`, { headers: same });
  const ended = call('GET', `/v1/tasks/${id}?wait_s=20`);
  gate.resolve();
  const { status, headers } = await changed;
  expect(status).toBe(200);
  expect(headers.etag).not.toBe(first.headers.etag);
  const end = await ended;
  expect(end.body.status).toBe('done');
  expect(end.headers['retry-after']).toBeUndefined();
  expect(
    (await call('GET', `/v1/tasks/${id}`, { headers: { 'if-none-match': `W/"1", "${end.body.version}"` } })).status,
  ).toBe(304);
});

test('Prefer: wait holds the answer of a creation', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({}, { steps: [{ wait: gate.promise }] });
  const { call, ended } = await start({ backend });
  const body = { model: PAINT, input: { prompt: 'x' } };
  const done = await call('POST', '/v1/tasks', { body, headers: { prefer: 'respond-async, wait=20' } });
  expect([done.status, done.body.status, done.headers['preference-applied']]).toEqual([200, 'done', 'wait=20']);
  expect(done.headers.location).toBe(`/v1/tasks/${done.body.id}`);
  const later = await call('POST', '/v1/tasks', { body, headers: { prefer: 'wait=0' } });
  expect([later.status, later.headers['retry-after']]).toEqual([202, '3']);
  gate.resolve();
  await ended(later.body.id);
});

test('the queue of an owner has a limit', async () => {
  const settings = fixtureSettings();
  settings.limits.queue_max_per_user = 3;
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().always({ steps: [{ wait: gate.promise }] });
  const { call, create, ended } = await start({ settings, backend });
  const tasks = await Promise.all([create(), create(), create()]);
  const body = { model: PAINT, input: { prompt: 'x' } };
  const full = await call('POST', '/v1/tasks', { body });
  expect(problem(full)).toEqual([429, 'queue_full']);
  expect(Number(full.headers['retry-after'])).toBeGreaterThan(0);
  gate.resolve();
  for (const task of tasks) expect((await ended(task.id)).status).toBe('done');
  await ended((await create()).id);
});

test('metadata can always be changed, the lane while pending', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().always({ steps: [{ wait: gate.promise }] });
  const { call, create, until } = await start({ backend });
  const running = await create();
  await until(running.id, (task) => task.status === 'processing');
  const pending = await create();
  const patched = await call('PATCH', `/v1/tasks/${pending.id}`, {
    body: { lane: 'background', metadata: { x: 'y' } },
  });
  expect(patched.body).toMatchObject({ lane: 'background', metadata: { x: 'y' }, version: 2 });
  expect(patched.headers.etag).toBe('"2"');
  expect(problem(await call('PATCH', `/v1/tasks/${running.id}`, { body: { lane: 'background' } }))).toEqual([
    409,
    'conflict',
  ]);
  expect((await call('PATCH', `/v1/tasks/${running.id}`, { body: { metadata: {} } })).status).toBe(200);
  expect(problem(await call('PATCH', `/v1/tasks/${running.id}`, { body: {} }))).toEqual([400, 'invalid_input']);
  gate.resolve();
  await until(pending.id, (task) => task.status === 'done');
});

test('lists are newest first, filtered, and paged without gaps while tasks are added', async () => {
  const { call, create, ended } = await start({ backend: new FakeBackend().always({}) });
  const ids: string[] = [];
  for (let i = 0; i < 7; i += 1) ids.unshift((await create(i % 2 ? { model: SKETCH } : {})).id);
  for (const id of ids) await ended(id);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await call('GET', `/v1/tasks?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...page.body.items.map((task: { id: string }) => task.id));
    cursor = page.body.next_cursor;
    await ended((await create()).id);
  } while (cursor);
  expect(seen).toEqual(ids);
  const sketches = await call('GET', `/v1/tasks?model=${SKETCH}&status=done,failed&type=image`);
  expect(sketches.body.items).toHaveLength(3);
  expect((await call('GET', '/v1/tasks?status=pending,cancelled')).body.items).toEqual([]);
  for (const query of ['cursor=nonsense', 'limit=0', 'limit=101', 'status=odd', 'type=sound', 'other=1']) {
    expect(problem(await call('GET', `/v1/tasks?${query}`))).toEqual([400, 'invalid_input']);
  }
});

test('a task of a model that left the settings is still shown, and waits or ends as it did', async () => {
  const first = await start({ backend: new FakeBackend().expect({}), config: {} });
  const { id } = await first.create();
  const done = await first.ended(id);
  const settings = fixtureSettings();
  delete settings.models[PAINT];
  const { dir } = first;
  apps.splice(0);
  const again = await import('node:fs/promises');
  const copy = `${dir}-kept`;
  await first.ctx.store.write(async () => undefined);
  await again.cp(dir, copy, { recursive: true });
  await first.stop();
  const second = await start({ settings, dir: copy });
  const shown = await second.get(id);
  expect(shown).toMatchObject({ status: 'done', snapshot: done.snapshot, input: done.input });
  const retried = await second.call('POST', `/v1/tasks/${id}/retry`);
  expect(problem(retried)).toEqual([404, 'model_not_found']);
  await again.rm(copy, { recursive: true });
});
