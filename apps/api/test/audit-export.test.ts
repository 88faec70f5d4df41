import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { exportAudit } from '../src/audit/export-audit.js';
import { SYSTEM } from '../src/audit/record-audit.js';
import type { Context } from '../src/context.js';
import { auditRows, writeAuditRows } from './audit-rows.js';
import { FakeBackend } from './fake-backend.js';
import { startApp, type TestApp, TMP } from './harness.js';

const ENTRIES = 20_000;
let app: TestApp;
let dir: string;
afterEach(async () => {
  await app.stop();
  await rm(dir, { recursive: true, force: true });
});

test('an export reads no further than its reader is, and ends with it', async () => {
  dir = await mkdtemp(join(TMP, 'easel-export-'));
  await writeAuditRows(join(dir, 'data/easel.db'), auditRows(ENTRIES, '2026-01-01T00:00:00.000Z'));
  app = await startApp({ dir, backend: new FakeBackend() });
  let reads = 0;
  const store: Context['store'] = {
    ...app.ctx.store,
    readCompiled: (query, parameters) => {
      reads += 1;
      return app.ctx.store.readCompiled(query, parameters);
    },
  };
  const lines = await exportAudit({ ...app.ctx, store }, SYSTEM);
  const chunks = lines[Symbol.asyncIterator]();
  await chunks.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(reads).toBeLessThan(6);
  let text = '';
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) text += String(next.value);
  expect(reads).toBe(Math.ceil((ENTRIES + 2) / 500));
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\{"head":/);

  const before = reads;
  const abandoned = await exportAudit({ ...app.ctx, store }, SYSTEM);
  await abandoned[Symbol.asyncIterator]().next();
  abandoned.destroy();
  await new Promise((resolve) => abandoned.once('close', resolve));
  expect(reads - before).toBeLessThan(6);
});
