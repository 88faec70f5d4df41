import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOutput, HOST, startTestApp, type TestApp, uploaded } from './asset-test-app.js';
import { type AssetFilter, assetPageQuery } from './list-assets.js';

let t: TestApp;
const ids: string[] = [];
beforeAll(async () => {
  t = await startTestApp();
  for (let n = 0; n < 5; n += 1) ids.unshift((await uploaded(t.app, n)).id);
  for (let n = 0; n < 4; n += 1) {
    ids.unshift((await addOutput(t.ctx, n, { favorite: n % 2, model: n < 3 ? 'a-model' : 'b-model' })).id);
  }
});
afterAll(() => t.close());

const list = async (query: string) => (await t.app.inject({ url: `/v1/assets?${query}`, headers: HOST })).json();

test('pages meet without gap or overlap, newest first', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { id: string }[]; next_cursor: string | null } = await list(
      `limit=2${cursor && `&cursor=${cursor}`}`,
    );
    expect(page.items.length).toBeGreaterThan(0);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(ids);
});

test('filters narrow', async () => {
  const count = async (query: string) => (await list(query)).items.length;
  expect(await count('kind=input')).toBe(5);
  expect(await count('kind=output')).toBe(4);
  expect(await count('favorite=true')).toBe(2);
  expect(await count('favorite=false')).toBe(7);
  expect(await count('model=b-model&kind=output')).toBe(1);
  expect(await count('type=video')).toBe(0);
});

test('a cursor that is not ours is refused', async () => {
  for (const cursor of ['x', 'k1.AAAA', `k1.${Buffer.from('task_00000000000000000000000000').toString('base64url')}`]) {
    expect(await list(`cursor=${cursor}`)).toMatchObject({ status: 400, code: 'invalid_input' });
  }
});

/** What SQLite does for a page, one step per line. */
async function planOf(filter: AssetFilter, after: string | undefined): Promise<string> {
  const { read } = t.ctx.store;
  const { sql, parameters } = assetPageQuery(read, t.ctx.local_owner_id, filter, after, 21).compile();
  const explained = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  const { rows } = await read.executeQuery<{ detail: string }>(explained);
  return rows.map((row) => row.detail).join('\n');
}

test('every combination of filters seeks in an index and sorts nothing', async () => {
  const values: { [K in keyof AssetFilter]-?: AssetFilter[K][] } = {
    kind: [undefined, 'output'],
    favorite: [undefined, 'true', 'false'],
    model: [undefined, 'a-model'],
    type: [undefined, 'image'],
  };
  for (const kind of values.kind)
    for (const favorite of values.favorite)
      for (const model of values.model)
        for (const type of values.type)
          for (const after of [undefined, ids[3]]) {
            const filter = { kind, favorite, model, type };
            const plan = await planOf(filter, after);
            expect(plan, JSON.stringify(filter)).toMatch(/SEARCH assets USING INDEX/);
            expect(plan, JSON.stringify(filter)).not.toMatch(/SCAN|TEMP B-TREE/);
          }
});
