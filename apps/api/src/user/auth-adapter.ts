import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Db, Store, Tx } from '../db/store.js';
import { digestOfToken } from './one-time-token.js';

export type AuthRow = Record<string, unknown>;
export const AUTH_TABLES = ['users', 'accounts', 'sessions', 'verifications'] as const;
export type AuthTable = (typeof AUTH_TABLES)[number];

/** What is ours to say about rows that better-auth writes. Each is called in the transaction of the write. */
export interface AuthRules {
  /** A row that is about to be made, as it shall be. Throws when it shall not be. */
  creating(tx: Tx, table: AuthTable, row: AuthRow): Promise<AuthRow>;
  /** Rows that were removed. */
  removed(tx: Tx, table: AuthTable, rows: AuthRow[]): Promise<void>;
  /** The same once it is on disk. */
  gone(table: AuthTable, rows: AuthRow[]): void;
}

type Rows = Kysely<Record<AuthTable, AuthRow>>;
// better-auth names tables and columns at run time.
const rowsOf = (db: Db): Rows => db as unknown as Rows;

const OPERATORS = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=', in: 'in', not_in: 'not in' } as const;

/** A session's token is stored as its digest: who reads the database can not sign in with it. */
const stored = (field: string, value: unknown): unknown =>
  field === 'token' && typeof value === 'string' ? digestOfToken(value) : value;

function matching(where: CleanedWhere[]) {
  return (eb: ExpressionBuilder<Record<AuthTable, AuthRow>, AuthTable>) =>
    eb.and(
      where.map(({ field, operator = 'eq', value, connector = 'AND' }) => {
        const sign = operator in OPERATORS ? OPERATORS[operator as keyof typeof OPERATORS] : null;
        if (sign === null || connector !== 'AND') throw new Error(`no query with ${connector} and ${operator}`);
        if (value === null) return eb(field, sign === '=' ? 'is' : 'is not', null);
        return eb(field, sign, stored(field, value));
      }),
    );
}

/** Lets better-auth keep its rows in our store: it reads and writes through the same connections as everything else. */
export function createAuthAdapter(store: Store, rules: AuthRules) {
  return createAdapterFactory({
    config: { adapterId: 'easel', supportsDates: false, supportsBooleans: false, supportsNumericIds: false },
    adapter: () => {
      // The four tables are all that better-auth knows of.
      const tableOf = (model: string) => model as AuthTable;
      /** Rows as better-auth may see them: with the token it asked by, or none. */
      const shown = (row: AuthRow | undefined, where: CleanedWhere[] = []): AuthRow | null => {
        if (row === undefined) return null;
        const asked = where.find(({ field }) => field === 'token')?.value;
        return typeof asked === 'string' ? { ...row, token: asked } : row;
      };

      async function remove(model: string, where: CleanedWhere[]): Promise<number> {
        const table = tableOf(model);
        const rows = await store.write(async (tx) => {
          const removed = await rowsOf(tx.db).deleteFrom(table).where(matching(where)).returningAll().execute();
          await rules.removed(tx, table, removed);
          return removed;
        });
        rules.gone(table, rows);
        return rows.length;
      }

      async function update(model: string, where: CleanedWhere[], values: AuthRow): Promise<AuthRow[]> {
        return store.write((tx) =>
          rowsOf(tx.db).updateTable(tableOf(model)).set(values).where(matching(where)).returningAll().execute(),
        );
      }

      return {
        async create({ model, data }) {
          const table = tableOf(model);
          const made = await store.write(async (tx) => {
            const row = await rules.creating(tx, table, data);
            const written = 'token' in row ? { ...row, token: stored('token', row.token) } : row;
            await rowsOf(tx.db).insertInto(table).values(written).execute();
            return row;
          });
          // The row that was asked for, with what the rules say of it.
          return made as typeof data;
        },
        async update({ model, where, update: values }) {
          // It asks for the columns of the model that it names.
          const [row] = await update(model, where, values as AuthRow);
          return shown(row, where) as never;
        },
        async updateMany({ model, where, update: values }) {
          return (await update(model, where, values)).length;
        },
        async findOne({ model, where }) {
          const row = await rowsOf(store.read)
            .selectFrom(tableOf(model))
            .selectAll()
            .where(matching(where))
            .executeTakeFirst();
          return shown(row, where) as never;
        },
        async findMany({ model, where = [], limit, sortBy, offset = 0 }) {
          let query = rowsOf(store.read).selectFrom(tableOf(model)).selectAll().where(matching(where));
          if (sortBy) query = query.orderBy(sortBy.field, sortBy.direction);
          const rows = await query.limit(limit).offset(offset).execute();
          return rows.map((row) => shown(row, where)) as never[];
        },
        async delete({ model, where }) {
          await remove(model, where);
        },
        deleteMany: ({ model, where }) => remove(model, where),
        async count({ model, where = [] }) {
          const { count } = await rowsOf(store.read)
            .selectFrom(tableOf(model))
            .select((eb) => eb.fn.countAll<number>().as('count'))
            .where(matching(where))
            .executeTakeFirstOrThrow();
          return count;
        },
      };
    },
  });
}
