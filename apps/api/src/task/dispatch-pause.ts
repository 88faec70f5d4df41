import type { Dispatch } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { now } from './task.repository.js';

const NAME = 'dispatch_paused';

/** Whether new work is handed to backends, and since when that is so. */
export async function readDispatch({ store }: Pick<Context, 'store'>): Promise<Dispatch> {
  const row = await store.read.selectFrom('installation').selectAll().where('name', '=', NAME).executeTakeFirst();
  return { paused: row?.value === 'true', changed_at: row?.changed_at ?? null };
}

export const readDispatchPaused = async (ctx: Pick<Context, 'store'>): Promise<boolean> =>
  (await readDispatch(ctx)).paused;

/** Pauses or resumes handing work to backends. What runs goes on. */
export async function setDispatchPaused(
  ctx: Pick<Context, 'store' | 'backends'>,
  by: Requester,
  paused: boolean,
): Promise<Dispatch> {
  const row = { name: NAME, value: JSON.stringify(paused), changed_at: now() };
  await ctx.store.write(async (tx) => {
    const { value, changed_at } = row;
    const before = await tx.db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
    if (before?.value === value || (before === undefined && !paused)) return;
    await tx.db
      .insertInto('installation')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
      .execute();
    await recordAudit(tx, {
      ...by,
      action: paused ? 'dispatch.pause' : 'dispatch.resume',
      target: { kind: 'settings', id: 'dispatch' },
      before: { paused: before?.value === 'true' },
      after: { paused },
    });
  });
  ctx.backends.setDispatchPaused(paused);
  return readDispatch(ctx);
}
