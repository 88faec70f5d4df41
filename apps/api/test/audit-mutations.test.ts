import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logOf } from '../src/audit/audit.repository.js';
import { createAuditKey } from '../src/audit/audit-key.js';
import { entryHash, GENESIS } from '../src/audit/entry-hash.js';
import { recordAudit, SYSTEM } from '../src/audit/record-audit.js';
import { verifyLog } from '../src/audit/verify-log.js';
import type { AuditRow } from '../src/db/schema.js';
import { openStore } from '../src/db/store.js';
import { TMP } from './harness.js';

const ENTRIES = 60;
const MUTATIONS = 1_000;
const SEED = 20_261;

const dir = await mkdtemp(join(TMP, 'easel-audit-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Mulberry32: what is found or not can be repeated. */
function randomFrom(seed: number) {
  let state = seed >>> 0;
  return (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Entries that the writer itself wrote. */
async function writtenRows(): Promise<AuditRow[]> {
  const store = openStore(join(dir, 'easel.db'));
  for (let i = 0; i < ENTRIES; i += 1) {
    await store.write((tx) =>
      recordAudit(tx, {
        ...SYSTEM,
        ...(i % 3 === 0 ? { request_id: `request-${i}`, before: { weight: i } } : {}),
        action: i % 2 === 0 ? 'backend.change' : 'task.delete',
        ...(i % 5 === 0 ? {} : { target: { kind: 'task', id: `task-${i}`, name: i % 4 === 0 ? 'a name' : null } }),
        after: { weight: i + 1 },
      }),
    );
  }
  const rows = await logOf(store).readAfter(Number.NEGATIVE_INFINITY, 1000);
  await store.close();
  return rows;
}

const rows = await writtenRows();
const key = createAuditKey(Buffer.alloc(32, 7));
const at = (index: number): AuditRow => {
  const row = rows[index];
  if (!row) throw new Error(`there is no row ${index}`);
  return row;
};
const endOf = (all: AuditRow[]) => {
  const last = all.at(-1);
  if (!last) throw new Error('there are no rows');
  return { seq: last.seq, hash: last.hash, at: last.at };
};
const saved = key.sign('head', endOf(rows));

/** A table that holds these rows: what the database would give. */
const tableOf = (all: readonly AuditRow[]) => ({
  readAfter: (seq: number, limit: number) =>
    all
      .filter((row) => row.seq > seq)
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit),
});
const verify = (all: readonly AuditRow[], given = saved) =>
  verifyLog(tableOf(all), { key, base: null, heads: [], saved: given });

/** Hashes everything from an index on anew, as someone would who knows how. */
function rehash(all: AuditRow[], from: number): AuditRow[] {
  let previous_hash = from === 0 ? GENESIS : (all[from - 1]?.hash ?? GENESIS);
  return all.map((row, index) => {
    if (index < from) return row;
    const changed = { ...row, seq: index + 1, previous_hash };
    previous_hash = entryHash(changed);
    return { ...changed, hash: previous_hash };
  });
}

const COLUMNS = Object.keys(at(0)).filter((name) => name !== 'seq') as Exclude<keyof AuditRow, 'seq'>[];
type Random = ReturnType<typeof randomFrom>;

function editedValue(value: string | null, random: Random): string | null {
  if (value === null) return random(2) === 0 ? '' : 'x';
  if (value === '') return null;
  const place = random(value.length);
  const other = value[place] === '0' ? '1' : '0';
  const ways = [
    () => value.slice(0, place) + other + value.slice(place + 1),
    () => value.slice(0, -1),
    () => `${value} `,
    () => '',
  ];
  return (ways[random(ways.length)] ?? ways[0])?.() ?? '';
}

const MUTATE: Record<string, (all: AuditRow[], random: Random) => AuditRow[]> = {
  edit(all, random) {
    const index = random(all.length);
    const column = COLUMNS[random(COLUMNS.length)] ?? 'at';
    return all.map((row, i) => (i === index ? { ...row, [column]: editedValue(row[column], random) } : row));
  },
  'move one column into the next': (all, random) => {
    const index = random(all.length);
    return all.map((row, i) =>
      i === index ? { ...row, actor_name: `${row.actor_name}${row.action}`, action: '' } : row,
    );
  },
  renumber(all, random) {
    const index = random(all.length);
    return all.map((row, i) => (i === index ? { ...row, seq: row.seq + (random(2) === 0 ? 1_000 : -1_000) } : row));
  },
  delete: (all, random) => {
    const index = random(all.length);
    return all.filter((_, i) => i !== index);
  },
  'delete and close the gap': (all, random) => {
    const index = random(all.length);
    return all.filter((_, i) => i !== index).map((row, i) => ({ ...row, seq: i + 1 }));
  },
  swap(all, random) {
    const first = random(all.length);
    const second = (first + 1 + random(all.length - 1)) % all.length;
    return all.map((row, i) => {
      const other = i === first ? all[second] : i === second ? all[first] : undefined;
      return other ? { ...other, seq: row.seq } : row;
    });
  },
  insert(all, random) {
    const index = random(all.length);
    const copy = at(random(all.length));
    return [...all.slice(0, index), { ...copy, seq: index + 1 }, ...all.slice(index)].map((row, i) => ({
      ...row,
      seq: i + 1,
    }));
  },
  'insert before the beginning': (all, random) => [{ ...at(random(all.length)), seq: -random(1000) }, ...all],
  truncate: (all, random) => all.slice(0, random(all.length)),
  'truncate the beginning': (all, random) => all.slice(1 + random(all.length - 1)),
  'rewrite the end': (all, random) => {
    const index = random(all.length);
    return rehash(
      all.map((row, i) => (i === index ? { ...row, actor_name: `${row.actor_name}!` } : row)),
      index,
    );
  },
  'delete and rewrite': (all, random) => {
    const index = random(all.length);
    return rehash(
      all.filter((_, i) => i !== index),
      index,
    );
  },
  'insert and rewrite': (all, random) => {
    const index = random(all.length);
    return rehash([...all.slice(0, index), at(random(all.length)), ...all.slice(index)], index);
  },
  'delete, rewrite and fill up': (all, random) => {
    const index = random(all.length);
    return rehash([...all.filter((_, i) => i !== index), at(random(all.length))], index);
  },
};

test('what nobody touched stands, against a head of its end and of every entry before', async () => {
  for (const row of rows) {
    const head = key.sign('head', { seq: row.seq, hash: row.hash, at: row.at });
    expect(await verify(rows, head)).toMatchObject({ ok: true, entries: ENTRIES, problem: null });
  }
});

test(`each of ${MUTATIONS} random changes of the table is found`, async () => {
  const random = randomFrom(SEED);
  const ways = Object.entries(MUTATE);
  const missed: string[] = [];
  const tried = new Map<string, number>();
  for (let i = 0; i < MUTATIONS; i += 1) {
    const [name, mutate] = ways[i % ways.length] ?? ways[0] ?? [];
    if (!name || !mutate) throw new Error('there is nothing to try');
    const changed = mutate(rows, random);
    // A swap of equals would be no change; none of these is.
    expect(JSON.stringify(changed)).not.toBe(JSON.stringify(rows));
    const { ok, problem } = await verify(changed);
    if (ok || !problem) missed.push(`${i}: ${name}`);
    tried.set(name, (tried.get(name) ?? 0) + 1);
  }
  expect(missed).toEqual([]);
  expect([...tried.values()].reduce((sum, n) => sum + n)).toBe(MUTATIONS);
});

test('the first bad entry is named, with what is wrong', async () => {
  const edited = rows.map((row, i) => (i === 29 ? { ...row, actor_name: 'someone else' } : row));
  expect((await verify(edited)).problem).toMatchObject({ kind: 'entry_changed', seq: 30 });
  const without = rows.filter((_, i) => i !== 29);
  expect((await verify(without)).problem).toMatchObject({ kind: 'entry_missing', seq: 30 });
  expect((await verify(rows.slice(0, 50))).problem).toMatchObject({ kind: 'truncated', seq: 51 });
  expect((await verify([])).problem).toMatchObject({ kind: 'truncated', seq: 1 });
  const rewritten = rehash(edited, 29);
  expect((await verify(rewritten)).problem).toMatchObject({ kind: 'rewritten', seq: ENTRIES });
  const relinked = rows.map((row, i) => {
    if (i !== 29) return row;
    const changed = { ...row, actor_name: 'someone else' };
    return { ...changed, hash: entryHash(changed) };
  });
  expect((await verify(relinked)).problem).toMatchObject({ kind: 'link_broken', seq: 31 });
});

test('a head counts only with our signature over all of it', async () => {
  const other = createAuditKey(Buffer.alloc(32, 8)).sign('head', endOf(rows));
  const wrong = [
    other,
    { ...other, key_id: key.key_id },
    { ...saved, at: '2020-01-01T00:00:00.000Z' },
    { ...saved, seq: 10, hash: at(9).hash },
    { ...saved, signature: saved.signature.slice(0, -4) },
    // What stands for removed entries is no head.
    key.sign('base', endOf(rows)),
  ];
  for (const head of wrong) expect((await verify(rows, head)).problem).toMatchObject({ kind: 'head_invalid' });
  const base = { ...key.sign('base', endOf(rows.slice(0, 10))), seq: 11 };
  expect((await verifyLog(tableOf(rows), { key, base, heads: [] })).problem).toMatchObject({ kind: 'base_invalid' });
  const asBase = key.sign('head', endOf(rows.slice(0, 10)));
  const cut = await verifyLog(tableOf(rows.slice(10)), { key, base: asBase, heads: [] });
  expect(cut.problem).toMatchObject({ kind: 'base_invalid' });
});

test('what a base stands for is proved with it, and no other beginning is', async () => {
  const base = key.sign('base', endOf(rows.slice(0, 10)));
  const rest = tableOf(rows.slice(10));
  expect(await verifyLog(rest, { key, base, heads: [], saved })).toMatchObject({ ok: true, first_seq: 11 });
  const early = key.sign('head', endOf(rows.slice(0, 5)));
  expect(await verifyLog(rest, { key, base, heads: [early], saved })).toMatchObject({ ok: true, heads_checked: 2 });
  expect((await verifyLog(tableOf(rows), { key, base, heads: [] })).problem).toMatchObject({ kind: 'link_broken' });
  expect((await verifyLog(tableOf(rows.slice(11)), { key, base, heads: [] })).problem).toMatchObject({
    kind: 'entry_missing',
    seq: 11,
  });
  expect((await verifyLog(rest, { key, base: null, heads: [] })).problem).toMatchObject({
    kind: 'entry_missing',
    seq: 1,
  });
});
