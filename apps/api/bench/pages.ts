import { join } from 'node:path';
import { CompiledQuery, sql } from 'kysely';
import { openSqlite } from '../src/db/dialect.js';
import { openStore } from '../src/db/store.js';
import { encodeCursor } from '../src/http/cursor.js';
import { newId } from '../src/ids.js';
import { taskListQuery } from '../src/task/task.queries.js';
import { ensureLocalOwner } from '../src/user/local-owner.js';
import { type Figure, median } from './figures.js';
import { scratch } from './processes.js';

const ROWS = 1_000_000;
const DEPTH = 999_000;

/** Copies one plausible row a million times, ids in order. */
async function seed(file: string): Promise<{ owner: string; ids: string[] }> {
  const store = openStore(file);
  const owner = await ensureLocalOwner(store);
  await store.close();
  const { raw, db } = openSqlite(file, { readonly: false });
  raw.pragma('synchronous = OFF');
  const insert = raw.prepare(`insert into tasks values (
    ?, ?, 1, 'm', 'txt2img', 'image', 'done', null, 100, '{"prompt":"a red apple"}', 1, 'interactive', '[]', null,
    1, 3, 0, null, null, 1, 1, 1, 1, 1, 0, '{}', '{}', '{}', 1000, null, 1, null, null,
    '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', null, null, null, null, 0, null, null, null)`);
  const ids: string[] = [];
  raw.transaction(() => {
    for (let i = 0; i < ROWS; i += 1) {
      const id = newId('task');
      ids.push(id);
      insert.run(id, owner);
    }
  })();
  await sql`analyze`.execute(db);
  await db.destroy();
  return { owner, ids };
}

/** The deepest page of a million tasks against the first, and the plan of the list query. */
export async function pageFigures(): Promise<Figure[]> {
  const file = join(scratch(), 'pages.db');
  const { owner, ids } = await seed(file);
  const store = openStore(file);
  const deepest = ids[ROWS - DEPTH] ?? '';
  const time = async (cursor: string | undefined) => {
    const began = performance.now();
    await taskListQuery(store.read, owner, { limit: 50, cursor }, undefined).execute();
    return performance.now() - began;
  };
  const first: number[] = [];
  const deep: number[] = [];
  for (let i = 0; i < 31; i += 1) {
    first.push(await time(undefined));
    deep.push(await time(encodeCursor(deepest)));
  }
  const plans: string[] = [];
  for (const status of [undefined, 'done']) {
    for (const model of [undefined, 'm']) {
      const query = taskListQuery(store.read, owner, { limit: 50, model, cursor: encodeCursor(deepest) }, status);
      const { sql: text, parameters } = query.compile();
      const { rows } = await store.read.executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
      );
      plans.push(...rows.map((row) => row.detail));
    }
  }
  await store.close();
  const bad = plans.filter((detail) => /^SCAN|TEMP B-TREE/.test(detail)).length;
  return [
    {
      name: 'page at depth 999,000 of 1,000,000, against the first page',
      value: median(deep) / median(first),
      limit: 3,
      unit: '×',
      note: `${median(deep).toFixed(2)} ms against ${median(first).toFixed(2)} ms`,
    },
    {
      name: 'list queries that scan or sort in a temporary tree',
      value: plans.length === 0 ? Number.NaN : bad,
      limit: 0,
      unit: '',
      note: `${plans.length} plan steps read`,
    },
  ];
}
