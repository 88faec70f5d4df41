import { afterEach, expect, test } from 'vitest';
import { HttpProblem } from '../src/http/http-problem.js';
import { hideSecrets } from '../src/log.js';
import type { Storage } from '../src/storage/storage.js';
import { FakeBackend, workerError } from './fake-backend.js';
import { PAINT, type StartOptions, startApp, type TestApp } from './harness.js';
import { tinyPicture } from './tiny-picture.js';

let app: TestApp;
afterEach(() => app.stop());

const SECRET = 'hunter2hunter2';
const lines: string[] = [];
const start = async (options: StartOptions = {}) => {
  lines.splice(0);
  app = await startApp({ log: { level: 'trace', write: (line) => void lines.push(line) }, ...options });
  return app;
};

const upload = async (seed: number) => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await tinyPicture(seed))]), 'a.png');
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  return app.call('POST', '/v1/assets', { headers, payload: Buffer.from(await request.arrayBuffer()) });
};

/** A failure as the file system or the database reports it. */
const fault = (code: string) =>
  Object.assign(new Error(`${code}: password is ${SECRET}, write '/data/blobs'`), { code });

test('planted secrets reach no log line', async () => {
  const error = {
    ...workerError('model_error', false),
    detail: `Authorization: Bearer ${SECRET}`,
    message: 'a failure',
  };
  await start({
    backend: new FakeBackend().expect({ end: { error }, steps: [{ log: `fetched https://x/?exp=1&sig=${SECRET}` }] }),
  });
  const headers = { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}`, 'x-api-key': SECRET };
  await app.call('GET', `/v1/assets/asset_${'0'.repeat(26)}/content?exp=1&sig=${SECRET}`, { headers });
  await app.call('POST', '/v1/tasks', {
    headers,
    body: { model: PAINT, input: { prompt: SECRET, no: 1 }, password: SECRET },
  });
  await app.call('POST', '/v1/tasks', {
    headers: { ...headers, 'content-type': 'application/json' },
    payload: `{"secret":"${SECRET}"`,
  });
  const { id } = await app.create({ input: { prompt: SECRET }, metadata: { token: SECRET } });
  await app.ended(id);
  app.ctx.log.error(
    {
      err: Object.assign(new Error(`Bearer ${SECRET}`), { headers }),
      request: { headers },
      config: { secret_key: SECRET },
    },
    'planted',
  );
  expect(lines.some((line) => line.includes('planted'))).toBe(true);
  expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
  expect(hideSecrets('key easel_abcdefgh1234 ak-12345678 as-12345678')).not.toMatch(/abcdefgh|12345678/);
  expect(hideSecrets('"as-12_34-5678", ak-x_y-12345678. apps/worker/easel_worker/a.py')).toBe(
    '"as-[hidden]", ak-[hidden]. apps/worker/easel_worker/a.py',
  );
});

test('a line break in what a caller sends stays one line of the log', async () => {
  await start({ backend: new FakeBackend().expect({ steps: [{ log: 'one\n{"level":50,"msg":"forged"}' }] }) });
  await app.ended((await app.create()).id);
  for (const line of lines) expect(line.trim().split('\n')).toHaveLength(1);
});

test.each([true, false])(
  'a failure of ours says nothing of itself (responses validated: %s)',
  async (validate_responses) => {
    await start({ config: { validate_responses } });
    const { store } = app.ctx;
    const write = store.write.bind(store);
    store.write = async () => {
      throw new Error(`password is ${SECRET}`);
    };
    const answer = await app.call('POST', '/v1/tasks', { body: { model: PAINT, input: { prompt: 'x' } } });
    store.write = write;
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(answer.text).not.toContain(SECRET);
    expect(answer.text).not.toMatch(/at .*\.ts/);
    expect(lines.some((line) => line.includes(answer.body.request_id))).toBe(true);
  },
);

test.each([true, false])(
  'a field that is not declared never leaves (responses validated: %s)',
  async (validate_responses) => {
    await start({ config: { validate_responses } });
    const { backends, renderer } = app.ctx;
    const model = app.settings.models[PAINT];
    if (!model) throw new Error('no model');
    Object.assign(model.size ?? {}, { password: SECRET });
    Object.assign(model.examples[0] ?? {}, { password: SECRET });
    expect(backends.serves(PAINT)).toBe(true);
    expect((await app.call('GET', `/v1/models/${PAINT}`)).text).not.toContain(SECRET);
    expect((await app.call('GET', '/v1/models')).text).not.toContain(SECRET);
    const render = renderer.render.bind(renderer);
    app.backend.expect({});
    const { id } = await app.create();
    await app.ended(id);
    const row = await app.ctx.store.read.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const { taskBody } = await import('../src/task/task-view.js');
    const body = taskBody(row, []);
    const leaky = { ...body, lease_owner: SECRET, timing: { ...body.timing, secret: SECRET } };
    expect(render(leaky).text).not.toContain(SECRET);
  },
);

test.each(['ENOSPC', 'EROFS', 'EIO', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE'])(
  '%s gives 503 unavailable, and all is well again when it is gone',
  async (code) => {
    await start({ backend: new FakeBackend().expect({}) });
    const { store, storage } = app.ctx;
    const write = store.write.bind(store);
    const put = storage.put.bind(storage);
    store.write = async () => {
      throw fault(code);
    };
    (storage as Storage).put = async () => {
      throw fault(code);
    };
    for (const answer of [
      await app.call('POST', '/v1/tasks', { body: { model: PAINT, input: { prompt: 'x' } } }),
      await upload(1),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.text).not.toContain(SECRET);
    }
    const unready = await app.call('GET', '/v1/ready');
    expect([unready.status, unready.body.status]).toEqual([503, 'unready']);
    expect(unready.body.reasons.length).toBeGreaterThan(0);
    expect(unready.text).not.toContain(SECRET);
    expect((await app.call('GET', '/v1/tasks')).status).toBe(200);
    store.write = write;
    (storage as Storage).put = put;
    expect((await app.call('GET', '/v1/ready')).body).toEqual({ status: 'ready', reasons: [] });
    expect((await upload(1)).status).toBe(201);
    expect((await app.ended((await app.create()).id)).status).toBe('done');
  },
);

test('an output that cannot be stored fails with storage_error and is tried again', async () => {
  await start({ backend: new FakeBackend().expect({}, {}) });
  const { ctx } = app;
  const { storage } = ctx;
  const put = storage.put.bind(storage);
  (storage as Storage).put = async () => {
    throw new HttpProblem('unavailable', `The disk is full: ${SECRET}`);
  };
  const { id } = await app.create();
  await app.until(id, (task) => task.status === 'pending' && task.attempt === 1);
  const attempts = await app.call('GET', `/v1/tasks/${id}/attempts`);
  expect(attempts.body.items[0].error.code).toBe('storage_error');
  expect(attempts.text).not.toContain(SECRET);
  (storage as Storage).put = put;
  await ctx.store.write((tx) => tx.db.updateTable('tasks').set({ not_before: null }).execute());
  ctx.runner.wake();
  expect((await app.ended(id)).status).toBe('done');
});
