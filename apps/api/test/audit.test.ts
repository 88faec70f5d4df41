import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditEntry, AuditHeads, AuditStory, AuditVerification } from '@easel/contracts';
import Sqlite from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { headsFile } from '../src/audit/audit.js';
import { readHeads } from '../src/audit/heads-file.js';
import { verifyOffline } from '../src/audit/verify-offline.js';
import { auditRows, writeAuditRows } from './audit-rows.js';
import { FakeBackend } from './fake-backend.js';
import { type StartOptions, startApp, type TestApp, TMP } from './harness.js';

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of clean.splice(0).reverse()) await undo();
});

async function start(options: StartOptions = {}): Promise<TestApp> {
  const app = await startApp({ backend: new FakeBackend().always({}), ...options });
  clean.push(() => app.stop());
  return app;
}
async function emptyDir(): Promise<string> {
  const dir = await mkdtemp(join(TMP, 'easel-audit-'));
  clean.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const DATABASE = (app: TestApp) => join(app.ctx.config.data_dir, 'easel.db');
const pause = (app: TestApp, paused: boolean) => app.call('PUT', '/v1/admin/dispatch', { body: { paused } });
const entries = async (app: TestApp, query = '') =>
  z.array(AuditEntry).parse((await app.call('GET', `/v1/admin/audit?limit=100${query}`)).body.items);
const verify = async (app: TestApp) => AuditVerification.parse((await app.call('GET', '/v1/admin/audit/verify')).body);
const heads = async (app: TestApp) => AuditHeads.parse((await app.call('GET', '/v1/admin/audit/heads')).body);

/** Changes the database past the application. */
function tamper(app: TestApp, sql: string): void {
  const db = new Sqlite(DATABASE(app), { timeout: 5000 });
  db.exec(sql);
  db.close();
}

test('a change by a person is told with actor, target, request, before and after; a list goes newest first', async () => {
  const app = await start();
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true }, headers: { 'x-request-id': 'mine-1' } });
  await pause(app, true);
  await pause(app, false);
  const [last, first, begin, ...more] = await entries(app);
  expect(more).toEqual([]);
  expect(begin).toMatchObject({ seq: 1, action: 'system.start', actor: { kind: 'system', id: null } });
  expect(begin?.after).toEqual({ version: expect.any(String), contract: app.ctx.contract_hash });
  expect(first).toMatchObject({
    seq: 2,
    action: 'dispatch.pause',
    actor: { kind: 'local', id: app.ctx.local_owner_id },
    request_id: 'mine-1',
    before: { paused: false },
    after: { paused: true },
    outcome: 'ok',
  });
  expect(last).toMatchObject({ seq: 3, action: 'dispatch.resume', previous_hash: first?.hash });
});

test('pages and filters', async () => {
  const app = await start();
  for (let i = 0; i < 5; i += 1) await pause(app, i % 2 === 0);
  const page = (await app.call('GET', '/v1/admin/audit?limit=2')).body;
  const next = (await app.call('GET', `/v1/admin/audit?limit=2&cursor=${page.next_cursor}`)).body;
  const seqs = [...page.items, ...next.items].map((entry: AuditEntry) => entry.seq);
  expect(seqs).toEqual([6, 5, 4, 3]);
  expect((await app.call('GET', '/v1/admin/audit?cursor=k1.bW9kZWw6eA')).status).toBe(400);
  const all = await entries(app);
  expect(await entries(app, '&action=dispatch.resume')).toEqual(all.filter((e) => e.action === 'dispatch.resume'));
  expect(await entries(app, '&target_id=dispatch')).toHaveLength(5);
  expect(await entries(app, `&actor_id=${app.ctx.local_owner_id}`)).toHaveLength(5);
  expect(await entries(app, '&outcome=failed')).toEqual([]);
  const third = all.find(({ seq }) => seq === 3);
  expect(await entries(app, `&request_id=${third?.request_id}`)).toEqual([third]);
  const at = third?.at ?? '';
  expect(await entries(app, `&after=${at}`)).toEqual(all.filter((e) => e.at >= at));
  expect(await entries(app, `&before=${at}`)).toEqual(all.filter((e) => e.at < at));
  expect(await entries(app, `&after=${at}&action=dispatch.pause`)).toEqual(
    all.filter((e) => e.at >= at && e.action === 'dispatch.pause'),
  );
  expect(await entries(app, '&before=2020-01-01T00:00:00.000Z')).toEqual([]);
  expect(await entries(app, '&after=2090-01-01T00:00:00.000Z')).toEqual([]);
});

test('a head is signed at start, on demand, after a hundred entries, and at a clean stop; each holds', async () => {
  const dir = await emptyDir();
  const app = await start({ dir });
  const file = headsFile(app.ctx.config);
  expect((await readHeads(file)).heads.map(({ seq }) => seq)).toEqual([1]);
  await pause(app, true);
  const { latest, recent, public_key } = await heads(app);
  expect(latest).toMatchObject({ seq: 2, v: 1 });
  expect(public_key).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(recent.map(({ seq }) => seq)).toEqual([2, 1]);
  // Asked again without news, none is added.
  expect((await heads(app)).latest).toEqual(latest);
  for (let i = 0; i < 100; i += 1) await pause(app, i % 2 === 1);
  await expect.poll(async () => (await readHeads(file)).heads.map(({ seq }) => seq)).toEqual([1, 2, 102]);
  await pause(app, false);
  await app.stop();
  expect((await readHeads(file)).heads.at(-1)?.seq).toBe(103);
  const again = await start({ dir });
  expect(await verify(again)).toMatchObject({ ok: true, entries: 104, heads_checked: 5 });
});

test('a head that was being written when the process died is left out, and the next one stands in its own line', async () => {
  const dir = await emptyDir();
  const app = await start({ dir });
  const file = headsFile(app.ctx.config);
  await app.stop();
  const whole = readFileSync(file, 'utf8');
  await writeFile(file, whole + whole.slice(0, 40));
  expect(await readHeads(file)).toMatchObject({ unreadable: [] });
  const again = await start({ dir });
  expect((await readHeads(file)).heads.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(await verify(again)).toMatchObject({ ok: true });
  await writeFile(file, `${whole.slice(0, 40)}\n${whole}`);
  expect((await verify(again)).problem).toMatchObject({ kind: 'head_invalid' });
});

test('a file of heads that is removed or emptied while the server runs is told', async () => {
  const app = await start();
  const file = headsFile(app.ctx.config);
  const whole = readFileSync(file, 'utf8');
  for (const harm of [() => rm(file), () => writeFile(file, '')]) {
    await harm();
    expect(await verify(app)).toMatchObject({ ok: false, entries: 1, problem: { kind: 'head_invalid', seq: 1 } });
  }
  await writeFile(file, whole);
  expect(await verify(app)).toMatchObject({ ok: true });
});

test('what is changed past the application is found by the running one, and by the command on a copy', async () => {
  const app = await start();
  for (let i = 0; i < 5; i += 1) await pause(app, i % 2 === 0);
  const saved = (await heads(app)).latest;
  expect(await verify(app)).toMatchObject({ ok: true, entries: 6, first_seq: 1, last_seq: 6 });
  tamper(app, `update audit set actor_name = 'nobody' where seq = 4`);
  expect(await verify(app)).toMatchObject({ ok: false, problem: { kind: 'entry_changed', seq: 4 } });
  tamper(app, `update audit set actor_name = 'Local' where seq = 4; delete from audit where seq = 3`);
  const found = await verify(app);
  expect(found.problem).toMatchObject({ kind: 'entry_missing', seq: 3 });
  const copy = await app.copyAsKilled();
  clean.push(() => rm(copy, { recursive: true, force: true }));
  const offline = await verifyOffline(app.ctx.config, { data: join(copy, 'data') });
  expect(offline.problem).toEqual(found.problem);
  tamper(app, 'delete from audit where seq > 2');
  const body = { head: saved };
  expect((await app.call('POST', '/v1/admin/audit/verify', { body })).body.problem).toMatchObject({
    kind: 'truncated',
    seq: 3,
  });
});

test('an export is checked by the command anywhere, and no line of it can be changed', async () => {
  const app = await start();
  for (let i = 0; i < 5; i += 1) await pause(app, i % 2 === 0);
  const answer = await app.call('GET', '/v1/admin/audit/export');
  expect(answer.headers['content-type']).toBe('application/x-ndjson');
  const lines = answer.text.trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  expect(AuditEntry.parse(JSON.parse(lines[6] ?? ''))).toMatchObject({ seq: 7, action: 'audit.export' });
  const dir = await emptyDir();
  const file = join(dir, 'export.ndjson');
  const head = join(dir, 'heads.json');
  await writeFile(head, (await app.call('GET', '/v1/admin/audit/heads')).text);
  const check = async (text: string, given = {}) => {
    await writeFile(file, text);
    return verifyOffline(app.ctx.config, { export: file, ...given });
  };
  expect(await check(answer.text)).toMatchObject({ ok: true, entries: 7 });
  const proved = await check(answer.text, { key: head, head });
  expect(proved).toMatchObject({ ok: true, entries: 7, heads_checked: 2 });
  expect((await check(answer.text.replace('"paused":true', '"paused":null'))).problem).toMatchObject({
    kind: 'entry_changed',
    seq: 2,
  });
  const without = (gone: number) => `${lines.filter((_, i) => i !== gone).join('\n')}\n`;
  expect((await check(without(3))).problem).toMatchObject({ kind: 'entry_missing', seq: 4 });
  expect((await check(without(6))).problem).toMatchObject({ kind: 'truncated', seq: 7 });
  await expect(check(without(7))).rejects.toThrow('is not whole');
  await expect(check(answer.text.slice(0, -20))).rejects.toThrow('is not whole');
  await expect(check(answer.text.replace('"seq":3', '"seq":"3"'))).rejects.toThrow('Line 3');
  const other = await start();
  const theirs = join(dir, 'theirs.json');
  await writeFile(theirs, (await other.call('GET', '/v1/admin/audit/heads')).text);
  expect((await check(answer.text, { key: theirs })).problem).toMatchObject({ kind: 'head_invalid' });
});

test('old entries can be removed; the rest is proved from there on, by all ways', async () => {
  const dir = await emptyDir();
  const from = new Date(Date.now() - 100 * 24 * 3600 * 1000).toISOString();
  await writeAuditRows(join(dir, 'data/easel.db'), auditRows(5_000, from));
  const app = await start({ dir });
  const before = (await heads(app)).latest;
  const prune = (older_than_days: number) => app.call('POST', '/v1/admin/audit/prune', { body: { older_than_days } });
  expect((await prune(29)).status).toBe(400);
  expect((await prune(200)).body).toEqual({ removed: 0, base: null });
  const { body } = await prune(90);
  expect(body).toMatchObject({ removed: 5_000, base: { seq: 5_000 } });
  expect((await entries(app)).map(({ seq, action }) => [seq, action])).toEqual([
    [5_002, 'audit.prune'],
    [5_001, 'system.start'],
  ]);
  const found = await verify(app);
  expect(found).toMatchObject({ ok: true, first_seq: 5_001, base: body.base });
  expect((await app.call('POST', '/v1/admin/audit/verify', { body: { head: before } })).body.ok).toBe(true);
  const file = join(dir, 'export.ndjson');
  await writeFile(file, (await app.call('GET', '/v1/admin/audit/export')).text);
  expect(await verifyOffline(app.ctx.config, { export: file })).toMatchObject({ ok: true, first_seq: 5_001 });
  expect(await verifyOffline(app.ctx.config, { data: join(dir, 'data') })).toMatchObject({ ok: true });
  const heads_file = headsFile(app.ctx.config);
  expect((await readHeads(heads_file)).bases).toEqual([body.base]);
  // Of a file of heads the newest one counts, also where a base was written after it.
  const copied = join(dir, 'copied.ndjson');
  const [upToBase] = readFileSync(heads_file, 'utf8').split(/(?<=\{"base":.*\n)/);
  await writeFile(copied, upToBase ?? '');
  const kept = { export: file, head: copied };
  expect(await verifyOffline(app.ctx.config, kept)).toMatchObject({ ok: true, heads_checked: 2 });
  tamper(app, 'delete from audit_bases');
  expect((await verify(app)).problem).toMatchObject({ kind: 'entry_missing', seq: 1 });
});

test('a log that does not stand its check is not pruned: what is wrong would go with it', async () => {
  const dir = await emptyDir();
  const from = new Date(Date.now() - 100 * 24 * 3600 * 1000).toISOString();
  await writeAuditRows(join(dir, 'data/easel.db'), auditRows(50, from));
  const app = await start({ dir });
  tamper(app, `update audit set actor_name = 'nobody' where seq = 10`);
  const answer = await app.call('POST', '/v1/admin/audit/prune', { body: { older_than_days: 90 } });
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('Entry 10')]);
  expect((await entries(app, '&before=2099-01-01T00:00:00.000Z')).length).toBe(51);
});

test('of a deleted task is told who did it, and still after it is gone for good', async () => {
  const app = await start();
  const { id } = await app.ended((await app.create()).id);
  const tell = async () => AuditStory.parse((await app.call('GET', `/v1/admin/audit/targets/${id}`)).body);
  expect(await tell()).toMatchObject({ state: 'exists', kind: 'task', items: [], deleted_by: null });
  await app.call('DELETE', `/v1/tasks/${id}`);
  const actor = { kind: 'local', id: app.ctx.local_owner_id };
  expect(await tell()).toMatchObject({ state: 'deleted', deleted_by: actor, owner_id: app.ctx.local_owner_id });
  await app.call('POST', `/v1/tasks/${id}/restore`);
  expect(await tell()).toMatchObject({ state: 'exists', deleted_by: null, deleted_at: null });
  await app.call('DELETE', `/v1/tasks/${id}`);
  await app.ctx.store.write(async (tx) => {
    await tx.db.deleteFrom('events').where('task_id', '=', id).execute();
    await tx.db.deleteFrom('assets').where('task_id', '=', id).execute();
    await tx.db.deleteFrom('tasks').where('id', '=', id).execute();
  });
  const story = await tell();
  expect(story).toMatchObject({ state: 'gone', kind: 'task', deleted_by: actor, owner_id: app.ctx.local_owner_id });
  expect(story.items.map(({ action }) => action)).toEqual(['task.delete', 'task.restore', 'task.delete']);
  expect(story.items[0]?.before).toMatchObject({ status: 'done', model: story.name });
  expect((await app.call('GET', '/v1/admin/audit/targets/task_00000000000000000000000000')).status).toBe(404);
});

test('who deleted a thing before it was brought back is not said to have deleted it since', async () => {
  const app = await start();
  const { id } = await app.ended((await app.create()).id);
  await app.call('DELETE', `/v1/tasks/${id}`);
  await app.call('POST', `/v1/tasks/${id}/restore`);
  // As retention does, which tells of all that it removed in one entry.
  const gone = { deleted_at: new Date().toISOString() };
  await app.ctx.store.write((tx) => tx.db.updateTable('tasks').set(gone).where('id', '=', id).execute());
  const story = (await app.call('GET', `/v1/admin/audit/targets/${id}`)).body;
  expect(story).toMatchObject({ state: 'deleted', deleted_by: null, ...gone });
});

test('a folder for heads that cannot be written to is told in one sentence', async () => {
  const dir = await emptyDir();
  await writeFile(join(dir, 'a-file'), '');
  const config = { audit_dir: join(dir, 'a-file') };
  await expect(startApp({ backend: new FakeBackend(), config })).rejects.toThrow('Set EASEL_AUDIT_DIR');
});
