import type { Role, User } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { userNotFound, viewUser, viewUsers } from './user.repository.js';

interface UserQuery {
  limit: number;
  cursor?: string | undefined;
  search?: string | undefined;
  role?: Role | undefined;
}

type Needs = Pick<Context, 'store' | 'config' | 'local_owner_id'>;

const escaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** A page of people, newest first. While nobody signs in there is the local owner alone. */
export async function listUsers(ctx: Needs, { limit, cursor, search, role }: UserQuery) {
  let query = ctx.store.read.selectFrom('users').selectAll();
  if (ctx.config.auth === 'local') query = query.where('id', '=', ctx.local_owner_id);
  if (role !== undefined) query = query.where('role', '=', role);
  if (search !== undefined) {
    const like = `%${escaped(search)}%`;
    query = query.where((eb) =>
      eb.or([
        eb('id', '=', search),
        sql<boolean>`name like ${like} escape '\\'`,
        sql<boolean>`email like ${like} escape '\\'`,
      ]),
    );
  }
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor, 'user'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, limit);
  return { items: await viewUsers(ctx.store.read, rows), next_cursor };
}

/** One person, or 404. */
export function getUser(ctx: Needs, id: string): Promise<User> {
  if (ctx.config.auth === 'local' && id !== ctx.local_owner_id) throw userNotFound(id);
  return viewUser(ctx.store.read, id);
}
