import { sql } from 'kysely';
import { createCredentialBox, ERASED } from '../backend/credentials.js';
import type { Db } from '../db/store.js';
import type { SecretBox } from '../secret-box.js';
import { createWebhookBox, type SecretField } from '../webhook/webhook-secret.js';

/** How many sealed texts were sealed anew, and how many the old key did not open. */
export interface Resealed {
  credentials: number;
  webhook_secrets: number;
  unreadable: number;
}

export interface Keys {
  from: Buffer;
  to: Buffer;
}

async function resealCredentials(db: Db, { from, to }: Keys, counts: Resealed): Promise<void> {
  const [old, next] = [createCredentialBox(from), createCredentialBox(to)];
  const rows = await db
    .selectFrom('backends')
    .select(['id', 'credentials'])
    .where('credentials', '<>', ERASED)
    .execute();
  for (const { id, credentials } of rows) {
    const opened = old.open(id, credentials);
    if (!opened) {
      counts.unreadable += 1;
      continue;
    }
    await db
      .updateTable('backends')
      .set({ credentials: next.seal(id, opened) })
      .where('id', '=', id)
      .execute();
    counts.credentials += 1;
  }
}

interface Column {
  table: 'webhooks' | 'webhook_secrets';
  id: 'id' | 'owner_id';
  field: SecretField;
}

const COLUMNS: Column[] = (['secret', 'previous_secret'] as const).flatMap((field) => [
  { table: 'webhooks', id: 'id', field },
  { table: 'webhook_secrets', id: 'owner_id', field },
]);

async function resealColumn(db: Db, column: Column, old: SecretBox, next: SecretBox, counts: Resealed): Promise<void> {
  const { field } = column;
  const [table, id, text] = [sql.table(column.table), sql.ref(column.id), sql.ref(field)];
  const { rows } = await sql<{ row: string; sealed: string }>`
    select ${id} as row, ${text} as sealed from ${table} where coalesce(${text}, '') <> ''`.execute(db);
  for (const { row, sealed } of rows) {
    const opened = old.open([row, field], sealed);
    if (opened === null) {
      counts.unreadable += 1;
      continue;
    }
    await sql`update ${table} set ${text} = ${next.seal([row, field], opened)} where ${id} = ${row}`.execute(db);
    counts.webhook_secrets += 1;
  }
}

/** Seals everything that the old key sealed with the new one. What the old key does not open stays as it is. */
export async function resealAll(db: Db, keys: Keys): Promise<Resealed> {
  const counts: Resealed = { credentials: 0, webhook_secrets: 0, unreadable: 0 };
  await resealCredentials(db, keys, counts);
  const [old, next] = [createWebhookBox(keys.from), createWebhookBox(keys.to)];
  for (const column of COLUMNS) await resealColumn(db, column, old, next, counts);
  return counts;
}
