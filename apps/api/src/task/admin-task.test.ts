import { afterEach, expect, test } from 'vitest';
import { FakeBackend, workerError } from '../../test/fake-backend.js';
import { PAINT, SKETCH, startApp, type TestApp } from '../../test/harness.js';
import { seedTasks } from '../../test/seed.js';

let app: TestApp;
afterEach(() => app.stop());

const ids = (items: { id: string }[]) => items.map(({ id }) => id);
const list = async (query = '') => (await app.call('GET', `/v1/admin/tasks?${query}`)).body;

/** Every task of a filter, page after page: pages may be short, but none may come twice or be left out. */
async function walk(query: string, limit = 50): Promise<Record<string, unknown>[]> {
  const items = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await list(`limit=${limit}&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

test('each filter, alone and together, finds what a plain look at all rows finds', async () => {
  app = await startApp();
  const { settings } = app.ctx;
  const { owners } = await seedTasks(app.ctx.store, { tasks: 600, users: 4, keys: 3, settings });
  const rows = await app.ctx.store.read.selectFrom('tasks').selectAll().orderBy('id', 'desc').execute();
  const attempts = await app.ctx.store.read.selectFrom('attempts').select(['task_id', 'backend_id']).execute();
  const ran = new Set(attempts.filter((a) => a.backend_id === 'embedded').map((a) => a.task_id));
  type Row = (typeof rows)[number];
  const [owner] = owners;
  const middle = rows[300]?.created_at ?? '';
  const first = rows[7]?.id ?? '';
  const filters: Record<string, (row: Row) => boolean> = {
    'status=failed,cancelled': (row) => row.status === 'failed' || row.status === 'cancelled',
    [`model=${PAINT}`]: (row) => row.model === PAINT,
    'mode=img2img': (row) => row.mode === 'img2img',
    'type=video': (row) => row.type === 'video',
    'lane=background': (row) => row.lane === 'background',
    [`owner_id=${owner?.id}`]: (row) => row.owner_id === owner?.id,
    [`key_id=${owner?.keys[0]}`]: (row) => row.key_id === owner?.keys[0],
    'backend_id=embedded': (row) => ran.has(row.id),
    'error=out_of_memory,model_error': (row) => /"code":"(out_of_memory|model_error)"/.test(row.error ?? ''),
    'search=LIGHTHOUSE': (row) => row.input.includes('a lighthouse'),
    'search=%25': () => false,
    [`created_after=${middle}`]: (row) => row.created_at >= middle,
    [`created_before=${middle}`]: (row) => row.created_at < middle,
    [`search=${first}`]: (row) => row.id === first,
    [`search=${first.slice(0, 12)}`]: (row) => row.id.startsWith(first.slice(0, 12)),
  };
  const all = Object.entries(filters);
  for (const [query, meets] of all) {
    const expected = rows.filter(meets);
    if (!query.includes('%25')) expect([query, expected.length > 0]).toEqual([query, true]);
    expect([query, ids((await walk(query)) as { id: string }[])]).toEqual([query, ids(expected)]);
  }
  const names = all.filter(([query]) => !query.startsWith('search') && !query.startsWith('created'));
  for (const [a, meetsA] of names) {
    for (const [b, meetsB] of names) {
      if (a >= b) continue;
      const query = `${a}&${b}`;
      expect([query, ids((await walk(query, 7)) as { id: string }[])]).toEqual([
        query,
        ids(rows.filter((row) => meetsA(row) && meetsB(row))),
      ]);
    }
  }
});

test('rare ones are looked for a few thousand at a time, and none is lost between', async () => {
  app = await startApp();
  await seedTasks(app.ctx.store, { tasks: 11_000, users: 1, keys: 0, settings: app.ctx.settings });
  const rows = await app.ctx.store.read.selectFrom('tasks').select('id').orderBy('id').execute();
  const hidden = [10, 5998, 10_998].flatMap((at) => rows[at]?.id ?? []);
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ input: '{"prompt":"a needle"}' }).where('id', 'in', hidden).execute(),
  );
  const page = await list('search=needle');
  expect([page.items.length, page.next_cursor]).toEqual([1, expect.any(String)]);
  for (const query of ['search=needle', 'search=needle&status=done,failed,cancelled']) {
    expect(ids((await walk(query)) as { id: string }[]).sort()).toEqual(hidden);
  }
});

test('the whole story of a task: what happened, where and why, and who touched it', async () => {
  app = await startApp({ backend: new FakeBackend().expect({ end: { error: workerError('out_of_memory', false) } }) });
  const failed = await app.ended((await app.create({ model: SKETCH })).id);
  const story = (await app.call('GET', `/v1/admin/tasks/${failed.id}`)).body;
  expect(story).toMatchObject({
    task: { id: failed.id, status: 'failed' },
    owner: { id: app.ctx.local_owner_id, role: 'admin' },
    key: null,
    deleted_at: null,
    route: null,
    deliveries: [],
    audit: [],
  });
  expect(story.events[0]).toMatchObject({ version: 1, status: 'pending' });
  expect(story.events.at(-1)).toMatchObject({ status: 'failed', attempt: 1 });
  expect(story.attempts).toEqual([expect.objectContaining({ state: 'failed', reason: expect.any(String) })]);
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  const { id } = await app.create();
  const waiting = (await app.call('GET', `/v1/admin/tasks/${id}`)).body;
  expect(waiting.route.waiting_because).toContain('paused');
});

test('an operator cancels, retries, deletes and restores for the owner, and the log says who did it', async () => {
  app = await startApp();
  const { owners } = await seedTasks(app.ctx.store, {
    tasks: 40,
    users: 1,
    keys: 1,
    pending: 3,
    settings: app.ctx.settings,
  });
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  const owner = owners[0]?.id ?? '';
  const [mine] = (await walk(`owner_id=${owner}&status=pending`)) as { id: string }[];
  const id = mine?.id ?? '';
  const valid = { model: PAINT, mode: 'txt2img', input: '{"prompt":"a hill"}' };
  await app.ctx.store.write((tx) => tx.db.updateTable('tasks').set(valid).where('id', '=', id).execute());
  expect((await app.call('POST', `/v1/admin/tasks/${id}/cancel`)).body.status).toBe('cancelled');
  const again = await app.call('POST', `/v1/admin/tasks/${id}/retry`, { headers: { 'idempotency-key': 'one' } });
  expect([again.status, again.body.retry_of]).toEqual([202, id]);
  const same = await app.call('POST', `/v1/admin/tasks/${id}/retry`, { headers: { 'idempotency-key': 'one' } });
  expect([same.body.id, same.headers['idempotency-replayed']]).toEqual([again.body.id, 'true']);
  const made = (await app.call('GET', `/v1/admin/tasks/${again.body.id}`)).body;
  expect([made.owner.id, made.key]).toEqual([owner, null]);
  expect((await app.call('DELETE', `/v1/admin/tasks/${id}`)).status).toBe(204);
  expect(ids((await list(`search=${id}`)).items)).toEqual([]);
  const gone = (await app.call('GET', `/v1/admin/tasks/${id}`)).body;
  expect(gone.deleted_at).toEqual(expect.any(String));
  expect((await app.call('POST', `/v1/admin/tasks/${id}/restore`)).status).toBe(200);
  const story = (await app.call('GET', `/v1/admin/tasks/${id}`)).body;
  expect(story.deleted_at).toBe(null);
  const actions = story.audit.map((entry: { action: string; actor: { id: string } }) => [entry.action, entry.actor.id]);
  expect(actions).toEqual(
    ['task.cancel', 'task.retry', 'task.delete', 'task.restore'].map((action) => [action, app.ctx.local_owner_id]),
  );
  const unknown = await app.call('POST', '/v1/admin/tasks/task_00000000000000000000000000/cancel');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'task_not_found']);
  expect(unknown.body.detail).toContain('/v1/admin/audit/targets/');
});
