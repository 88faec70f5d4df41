import type { User } from '@easel/contracts';
import type { Selectable } from 'kysely';
import type { UserRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { monthOf } from '../limit/spending.repository.js';

export type PersonRow = Selectable<UserRow>;

export const userNotFound = (id: string) => new HttpProblem('not_found', `There is no person "${id.slice(0, 64)}".`);

export const findUser = (db: Db, id: string): Promise<PersonRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();

/** People as they are shown, with what they spent this month and where they are signed in. */
export async function viewUsers(db: Db, rows: PersonRow[]): Promise<User[]> {
  const ids = rows.map(({ id }) => id);
  const at = new Date().toISOString();
  const spending = await db
    .selectFrom('spending')
    .selectAll()
    .where('scope', '=', 'user')
    .where('scope_id', 'in', ids)
    .where('month', '=', monthOf(at))
    .execute();
  const seen = await db
    .selectFrom('sessions')
    .select((eb) => ['user_id', eb.fn.countAll<number>().as('sessions'), eb.fn.max('updated_at').as('last_seen_at')])
    .where('user_id', 'in', ids)
    .where('expires_at', '>', at)
    .groupBy('user_id')
    .execute();
  const spentBy = new Map(spending.map((row) => [row.scope_id, row]));
  const seenBy = new Map(seen.map((row) => [row.user_id, row]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    created_at: row.created_at,
    disabled_at: row.disabled_at,
    queue_max: row.queue_max,
    concurrency_max: row.concurrency_max,
    budget_microusd: row.budget_microusd,
    spent_microusd: spentBy.get(row.id)?.settled_microusd ?? 0,
    reserved_microusd: spentBy.get(row.id)?.reserved_microusd ?? 0,
    sessions: seenBy.get(row.id)?.sessions ?? 0,
    last_seen_at: seenBy.get(row.id)?.last_seen_at ?? null,
  }));
}

/** One person as shown, or 404. */
export async function viewUser(db: Db, id: string): Promise<User> {
  const row = await findUser(db, id);
  const [user] = row ? await viewUsers(db, [row]) : [];
  if (!user) throw userNotFound(id);
  return user;
}
