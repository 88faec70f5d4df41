import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { WRONG_BOOKS } from '../src/limit/check-spending.js';

function storedFiles(dataDir: string): string[] {
  const root = join(dataDir, 'blobs');
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

/**
 * Looks into a stopped server's data: every promised task has ended, each with one stored result; no row without bytes
 * and no bytes without a row; the books of budgets agree with the tasks. Returns what is wrong.
 */
export function verifyData(dataDir: string, promised: Iterable<string>): string[] {
  const wrong: string[] = [];
  const db = new Sqlite(join(dataDir, 'easel.db'), { readonly: true });
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') wrong.push('the database is damaged');
  const task = db.prepare<[string], { status: string; count: number; error: string | null }>(
    'select status, count, error from tasks where id = ?',
  );
  const results = db.prepare<[string], { n: number }>(
    'select count(*) as n from assets where task_id = ? and late = 0',
  );
  const endings = db.prepare<[string], { n: number }>(
    `select count(*) as n from events where task_id = ? and json_extract(body, '$.status') = 'done'`,
  );
  for (const id of promised) {
    const row = task.get(id);
    if (!row) wrong.push(`${id} was promised and is lost`);
    else if (row.status !== 'done') wrong.push(`${id} ended as ${row.status}: ${row.error}`);
    else if (results.get(id)?.n !== row.count) wrong.push(`${id} has ${results.get(id)?.n} results of ${row.count}`);
    else if (endings.get(id)?.n !== 1) wrong.push(`${id} ended ${endings.get(id)?.n} times`);
  }
  const strays = db
    .prepare<[], { n: number }>(`select count(*) as n from tasks where status in ('pending', 'processing')`)
    .get();
  if (strays?.n) wrong.push(`${strays.n} tasks have not ended`);
  const open = db
    .prepare<[], { n: number }>(
      `select count(*) as n from attempts where state not in ('succeeded', 'failed', 'cancelled')`,
    )
    .get();
  if (open?.n) wrong.push(`${open.n} attempts have not ended`);
  wrong.push(
    ...db
      .prepare<[], { wrong: string }>(WRONG_BOOKS)
      .all()
      .map((row) => row.wrong),
  );
  const blobs = db.prepare<[], { sha256: string; refs: number }>('select sha256, refs from blobs').all();
  const rows = new Set(blobs.map((blob) => blob.sha256));
  for (const { sha256 } of blobs) {
    const file = join(dataDir, 'blobs', sha256.slice(0, 2), sha256);
    if (!existsSync(file)) wrong.push(`blob ${sha256} has no bytes`);
    else if (createHash('sha256').update(readFileSync(file)).digest('hex') !== sha256)
      wrong.push(`blob ${sha256} is damaged`);
  }
  for (const name of storedFiles(dataDir)) if (!rows.has(name)) wrong.push(`the file ${name} has no row`);
  const references = db
    .prepare<[], { sha256: string; refs: number; used: number }>(
      `select b.sha256, b.refs, (select count(*) from assets where sha256 = b.sha256)
         + (select count(*) from assets where preview_sha256 = b.sha256) as used from blobs b`,
    )
    .all();
  for (const row of references)
    if (row.refs !== row.used) wrong.push(`blob ${row.sha256} counts ${row.refs} of ${row.used}`);
  db.close();
  return wrong;
}
