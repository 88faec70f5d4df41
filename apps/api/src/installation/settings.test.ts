import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fixtureSettings, PAINT, startApp, type TestApp } from '../../test/harness.js';
import { documentChanges } from './document-changes.js';

let app: TestApp;
afterEach(() => app.stop());

const settings = async () => (await app.call('GET', '/v1/admin/settings')).body;

async function restart(document: unknown): Promise<void> {
  const dir = await app.copyAsKilled();
  await app.stop();
  app = await startApp({ dir, settings: document });
}

test('tells what is in effect, and after another document what changed', async () => {
  app = await startApp({
    config: { metrics_token: 'never shown', otlp_endpoint: `http://${'me:word'}@127.0.0.1:4318/` },
  });
  const first = await settings();
  expect(first).toMatchObject({
    previous: null,
    changes: [],
    file: app.ctx.config.settings_file,
    started_at: first.in_effect_since,
  });
  expect(first.document.models[PAINT].name).toBe('Paint');
  const variable = (name: string) => first.environment.find((each: { name: string }) => each.name === name);
  expect(variable('EASEL_METRICS_TOKEN')).toMatchObject({ secret: true, value: 'set' });
  expect(variable('EASEL_SECRET_KEY')).toMatchObject({ secret: true, value: null });
  expect(variable('OTEL_EXPORTER_OTLP_ENDPOINT').value).toBe('http://127.0.0.1:4318/');
  expect(variable('EASEL_AUTH').value).toBe('local');
  expect(JSON.stringify(first.environment)).not.toMatch(/never shown|word/);

  await restart(fixtureSettings());
  const same = await settings();
  expect([same.hash, same.in_effect_since, same.previous, same.changes]).toEqual([
    first.hash,
    first.started_at,
    null,
    [],
  ]);
  expect(same.started_at > first.started_at).toBe(true);

  const changed = fixtureSettings();
  changed.models[PAINT].name = 'Paint again';
  changed.limits.queued_slo_s += 1;
  await restart(changed);
  const second = await settings();
  expect(second.previous).toEqual({ hash: first.hash, started_at: first.started_at, last_started_at: same.started_at });
  expect(second.changes).toEqual([
    {
      path: '/limits/queued_slo_s',
      before: changed.limits.queued_slo_s - 1,
      after: changed.limits.queued_slo_s,
    },
    { path: `/models/${PAINT}/name`, before: 'Paint', after: 'Paint again' },
  ]);
  const log = (await app.call('GET', '/v1/admin/audit?action=settings.change')).body.items;
  expect(log).toHaveLength(1);
  expect(log[0]).toMatchObject({
    actor: { kind: 'system' },
    before: { hash: first.hash },
    after: { hash: second.hash, changed: 2, paths: ['/limits/queued_slo_s', `/models/${PAINT}/name`] },
  });
});

test('the order of keys in the file is no change', async () => {
  app = await startApp();
  const { hash } = await settings();
  const file = join(app.dir, 'settings.json');
  const document = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, '');
  await restart(Object.fromEntries(Object.entries(document).reverse()));
  expect((await settings()).hash).toBe(hash);
});

test('differences are told field by field, lists as wholes', () => {
  expect(documentChanges({ a: { b: 1, 'c/d': [1, 2] }, e: null }, { a: { b: 1, 'c/d': [2] }, f: { g: 1 } })).toEqual([
    { path: '/a/c~1d', before: [1, 2], after: [2] },
    { path: '/f', before: null, after: { g: 1 } },
  ]);
});
