import { randomUUID } from 'node:crypto';
import type { OneTimeLinkRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { digestOfToken, makeToken } from './one-time-token.js';

type Link = Pick<OneTimeLinkRow, 'purpose' | 'user_id'>;

export const linkGone = () =>
  new HttpProblem('gone', 'This link was used, has expired, or is not whole. Ask for a new one.');

const good = (db: Db, purpose: Link['purpose'], token: string) =>
  db
    .selectFrom('one_time_links')
    .selectAll()
    .where('digest', '=', digestOfToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date().toISOString());

/** Makes a link that works once. Those made before for the same end. */
export async function makeLink(tx: Tx, { purpose, user_id }: Link, lasts_s: number) {
  const now = Date.now();
  const expires_at = new Date(now + lasts_s * 1000).toISOString();
  const { token, digest } = makeToken();
  await tx.db
    .deleteFrom('one_time_links')
    .where('purpose', '=', purpose)
    .where('user_id', 'is', user_id)
    .where('used_at', 'is', null)
    .execute();
  const created_at = new Date(now).toISOString();
  const row = { id: randomUUID(), purpose, user_id, digest, created_at, expires_at, used_at: null };
  await tx.db.insertInto('one_time_links').values(row).execute();
  return { token, expires_at };
}

/** Whether a link still works: asked before something costly is done for it. */
export async function checkLink(db: Db, purpose: Link['purpose'], token: string): Promise<void> {
  if (!(await good(db, purpose, token).executeTakeFirst())) throw linkGone();
}

/** Uses a link up, or throws `gone`: of several at once, one succeeds. */
export async function useLink(tx: Tx, purpose: Link['purpose'], token: string): Promise<OneTimeLinkRow> {
  const link = await good(tx.db, purpose, token).executeTakeFirst();
  if (!link) throw linkGone();
  const used = { used_at: new Date().toISOString() };
  await tx.db.updateTable('one_time_links').set(used).where('id', '=', link.id).execute();
  return link;
}
