import { createHmac, hkdfSync } from 'node:crypto';
import { BackendCreate } from '@easel/contracts';
import { z } from 'zod';
import { SYSTEM } from '../audit/record-audit.js';
import { StartError } from '../config.js';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { findByToken, insertBackend } from './add-backend.js';
import { changeBackend, findBackend, now } from './backend.repository.js';
import { auditChange } from './backend-audit.js';
import { tokenHint } from './credentials.js';

const NAME = 'backend_from_environment';
const LABEL = 'Modal';
const Known = z.object({ backend_id: z.string(), token: z.string(), secret: z.string() });

/**
 * Whether a backend was made of this token, as far as can be told of one whose credentials do not open: they were erased,
 * or sealed with another secret key.
 */
async function wasMadeOf(
  { credentials }: Pick<Context, 'credentials'>,
  tx: Tx,
  backend_id: string,
  wanted: { token_id: string; environment: string | null },
): Promise<boolean> {
  const row = await tx.db.selectFrom('backends').selectAll().where('id', '=', backend_id).executeTakeFirst();
  if (!row || credentials.open(row.id, row.credentials)) return false;
  return row.token_hint === tokenHint(wanted.token_id) && row.environment === wanted.environment;
}

/**
 * A token in the environment makes a backend, once. Another secret for it is taken over; a backend that was deleted
 * stays deleted, and what was entered later in its place stays.
 */
export async function ensureFirstBackend(ctx: Context, secretKey: Buffer): Promise<void> {
  const { token_id, token_secret, environment } = ctx.config.modal;
  if (token_id === null || token_secret === null) return;
  const parsed = BackendCreate.safeParse({ kind: 'modal', label: LABEL, token_id, token_secret, environment });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `MODAL_${String(path[0]).toUpperCase()} ${message}`);
    throw new StartError(`${wrong.join('. ')}.`);
  }
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'easel backend from environment', 32));
  const mark = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const token = mark(JSON.stringify([token_id, environment]));
  const secret = mark(token_secret);
  await ctx.store.write(async (tx) => {
    const kept = await tx.db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
    const known = kept && Known.parse(JSON.parse(kept.value));
    if (known?.token === token && known.secret === secret) return;
    const former = known && (await wasMadeOf(ctx, tx, known.backend_id, { token_id, environment }));
    const isKnown = known?.token === token || former === true;
    const same = isKnown
      ? await findBackend(tx.db, known?.backend_id ?? '')
      : await findByToken(ctx, tx.db, { token_id, environment });
    const credentials = { token_id, token_secret };
    if (same) {
      const sealed = ctx.credentials.seal(same.id, credentials);
      const change = { credentials: sealed, token_hint: tokenHint(token_id), credentials_changed_at: now() };
      const message = 'The credentials were taken from the environment.';
      await changeBackend(tx, same.id, change, { kind: 'credentials_changed', message });
      await auditChange(tx, SYSTEM, 'backend.rotate', same, change);
    }
    const isDeleted = !same && isKnown;
    const made = same || isDeleted ? same : await insertBackend(ctx, tx, SYSTEM, parsed.data);
    const value = JSON.stringify({ backend_id: made?.id ?? known?.backend_id, token, secret });
    const changed_at = now();
    await tx.db
      .insertInto('installation')
      .values({ name: NAME, value, changed_at })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
      .execute();
  });
}
