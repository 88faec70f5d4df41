import { type CompiledQuery, type Insertable, type Kysely, sql } from 'kysely';
import type { Tables } from './schema.js';

type Queries = Kysely<Tables>;

/**
 * A query that is built once and run often: building it anew costs more than running it. The parameters are those of
 * the query in the order in which they stand there; `build` gets placeholders of the same number.
 */
export function prepared<Row>(build: (db: Queries) => { compile(): CompiledQuery<Row> }) {
  let compiled: CompiledQuery<Row> | undefined;
  return async (db: Queries, parameters: unknown[]): Promise<Row[]> => {
    compiled ??= build(db).compile();
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters });
    return rows;
  };
}

/** An insert that is built once, from the columns of the first row. Every row must have the same columns. */
export function preparedInsert<T extends keyof Tables & string>(table: T) {
  let columns: string[] | undefined;
  let compiled: CompiledQuery | undefined;
  return async (db: Queries, row: Insertable<Tables[T]>): Promise<void> => {
    columns ??= Object.keys(row);
    compiled ??= sql`insert into ${sql.table(table)} (${sql.join(columns.map((c) => sql.ref(c)))}) values (${sql.join(
      columns.map(() => ''),
    )})`.compile(db);
    const values = row as Record<string, unknown>;
    await db.executeQuery({ ...compiled, parameters: columns.map((column) => values[column]) });
  };
}
