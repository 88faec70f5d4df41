import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/store.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { idAt } from '../ids.js';

/** So many tasks are looked at for one page when no index knows which ones are meant. */
export const LOOKED_AT = 5000;
/** An id is made a little after the time that its row tells of. */
const SLACK_MS = 60_000;

export interface AdminTaskFilter {
  limit: number;
  cursor?: string | undefined;
  status?: string | undefined;
  model?: string | undefined;
  mode?: string | undefined;
  type?: string | undefined;
  lane?: string | undefined;
  owner_id?: string | undefined;
  key_id?: string | undefined;
  backend_id?: string | undefined;
  error?: string | undefined;
  search?: string | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Where a page is read from: a table or index in the order of task ids, and what is asked of its rows. */
interface Walk {
  /** Column with the task's id. */
  id: RawBuilder<string>;
  from: RawBuilder<unknown>;
  where: RawBuilder<unknown>;
}

const TASKS = { id: sql<string>`t.id`, from: sql`tasks t` };
const ERROR = sql`t.error ->> '$.code'`;
const isId = (text: string) => /^task_[0-9a-hjkmnp-tv-z]{0,26}$/.test(text);

/** A field of the filter: the walks that meet it, or what is asked of rows that another field leads to. */
interface Asked {
  walks: Walk[];
  rest: RawBuilder<unknown>;
}

const listOf = (csv: string) => [...new Set(csv.split(','))];
const walkOf = (where: RawBuilder<unknown>): Walk => ({ ...TASKS, where });

/** Fields that have an index, the most telling first. Of several values each is walked for itself, so that each is in order. */
const INDEXED: { [Field in keyof AdminTaskFilter]?: (value: string) => Asked } = {
  key_id: (id) => ({ walks: [walkOf(sql`t.key_id = ${id}`)], rest: sql`t.key_id = ${id}` }),
  error: (csv) => ({
    walks: listOf(csv).map((code) => walkOf(sql`t.status = 'failed' and ${ERROR} = ${code}`)),
    rest: sql`+t.status = 'failed' and ${ERROR} in (${sql.join(listOf(csv))})`,
  }),
  backend_id: (id) => ({
    walks: [
      {
        id: sql`a.task_id`,
        from: sql`attempts a cross join tasks t on t.id = a.task_id`,
        where: sql`a.backend_id = ${id}`,
      },
    ],
    rest: sql`exists (select 1 from attempts a where a.task_id = t.id and a.backend_id = ${id})`,
  }),
  owner_id: (id) => ({
    walks: [walkOf(sql`t.owner_id = ${id} and t.deleted_at is null`)],
    rest: sql`+t.owner_id = ${id}`,
  }),
  status: (csv) => ({
    walks: listOf(csv).map((status) => walkOf(sql`t.status = ${status}`)),
    rest: sql`+t.status in (${sql.join(listOf(csv))})`,
  }),
  model: (id) => ({ walks: [walkOf(sql`t.model = ${id}`)], rest: sql`+t.model = ${id}` }),
};

/** Where the tasks of a filter are looked for, and what is still to be asked of each. */
function walksOf(filter: AdminTaskFilter): { walks: Walk[]; rest: RawBuilder<unknown>[] } {
  const indexed = Object.entries(INDEXED).flatMap(([field, ask]) => {
    // The names of the table are those of the filter; these hold texts.
    const value = filter[field as keyof AdminTaskFilter] as string | undefined;
    return value === undefined ? [] : ask(value);
  });
  const [first, ...others] = indexed;
  const rest = others.map((each) => each.rest);
  for (const name of ['mode', 'type', 'lane'] as const) {
    if (filter[name] !== undefined) rest.push(sql`t.${sql.ref(name)} = ${filter[name]}`);
  }
  if (filter.search !== undefined && !isId(filter.search)) {
    const like = `%${filter.search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    rest.push(sql`t.input ->> '$.prompt' like ${like} escape '\\'`);
  }
  return { walks: first?.walks ?? [walkOf(sql`true`)], rest };
}

/** From which id to which the tasks of a filter lie: the first is included. */
function boundsOf(filter: AdminTaskFilter): { low: string; high: string } {
  const { created_after, created_before, cursor, search } = filter;
  const lows = ['task_'];
  const highs = ['task_~'];
  if (created_after !== undefined) lows.push(idAt('task', Date.parse(created_after)));
  if (created_before !== undefined) highs.push(idAt('task', Date.parse(created_before) + SLACK_MS));
  if (search !== undefined && isId(search)) {
    lows.push(search);
    highs.push(`${search}~`);
  }
  if (cursor !== undefined) highs.push(decodeCursor(cursor, 'task'));
  return { low: lows.sort().at(-1) ?? '', high: highs.sort()[0] ?? '' };
}

/** The ids of one walk that fit, and where it stopped looking though there was more. */
async function walkOne(
  db: Db,
  { id, from, where }: Walk,
  filter: AdminTaskFilter,
  rest: RawBuilder<unknown>[],
): Promise<{ ids: string[]; stopped: string | null }> {
  const { low, high } = boundsOf(filter);
  const range = sql`${where} and ${id} >= ${low} and ${id} < ${high}`;
  const asked = [...rest, sql`t.deleted_at is null`];
  if (filter.created_after !== undefined) asked.push(sql`t.created_at >= ${filter.created_after}`);
  if (filter.created_before !== undefined) asked.push(sql`t.created_at < ${filter.created_before}`);
  const walked = await sql<{ id: string }>`
    select ${id} as id from ${from} where ${range} order by ${id} desc limit 1 offset ${LOOKED_AT}`.execute(db);
  const floor = walked.rows[0]?.id ?? null;
  const found = await sql<{ id: string }>`
    select ${id} as id from ${from} where ${range} and ${id} >= ${floor ?? low} and ${sql.join(asked, sql` and `)}
    group by ${id} order by ${id} desc limit ${filter.limit + 1}`.execute(db);
  const ids = found.rows.map((row) => row.id);
  return { ids, stopped: ids.length > filter.limit ? null : floor };
}

/** Ids of a page of the tasks of all owners, newest first, and the cursor of the next. */
export async function findTaskIds(
  db: Db,
  filter: AdminTaskFilter,
): Promise<{ ids: string[]; next_cursor: string | null }> {
  const { walks, rest } = walksOf(filter);
  const found = await Promise.all(walks.map((walk) => walkOne(db, walk, filter, rest)));
  // Below the highest place at which a walk stopped, not all is known.
  const stopped =
    found
      .flatMap((walk) => walk.stopped ?? [])
      .sort()
      .at(-1) ?? null;
  const all = [...new Set(found.flatMap(({ ids }) => ids))].sort().reverse();
  const known = stopped === null ? all : all.filter((id) => id >= stopped);
  const ids = known.slice(0, filter.limit);
  const last = known.length > filter.limit ? ids.at(-1) : stopped;
  return { ids, next_cursor: last == null ? null : encodeCursor(last) };
}
