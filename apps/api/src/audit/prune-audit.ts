import type { AuditPruned } from '@easel/contracts';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { findBase, putBase } from './audit.repository.js';
import { type Requester, recordAudit } from './record-audit.js';
import { verifyAudit } from './verify-audit.js';

const DAY_MS = 24 * 3600 * 1000;
/** Entries removed in one transaction, so that other writes are not held up. */
const PORTION = 2000;

type Pruning = Pick<Context, 'store' | 'audit'>;

const newestBefore = ({ store }: Pruning, at: string) =>
  store.read
    .selectFrom('audit')
    .select('seq')
    .where('at', '<', at)
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Removes the entries up to a number; a signed statement about the last of them stands in their place. */
async function removeUpTo({ store, audit }: Pruning, seq: number): Promise<number> {
  return store.write(async (tx) => {
    const rows = await tx.db
      .selectFrom('audit')
      .select(['seq', 'hash'])
      .where('seq', '<=', seq)
      .orderBy('seq')
      .limit(PORTION)
      .execute();
    const last = rows.at(-1);
    if (!last) return 0;
    await putBase(tx, audit.key.sign('base', { ...last, at: new Date().toISOString() }));
    await tx.db.deleteFrom('audit').where('seq', '<=', last.seq).execute();
    return rows.length;
  });
}

/**
 * Removes entries older than so many days; what is left is provable as before. Refused when the log does not stand a
 * check: what is wrong would be removed with it.
 */
export async function pruneAudit(ctx: Pruning, by: Requester, older_than_days: number): Promise<AuditPruned> {
  const { problem } = await verifyAudit(ctx);
  if (problem) {
    const detail = `The log does not stand its check, so nothing was removed: ${problem.message}`;
    throw new HttpProblem('conflict', detail);
  }
  const before = new Date(Date.now() - older_than_days * DAY_MS).toISOString();
  const last = await newestBefore(ctx, before);
  if (!last) return { removed: 0, base: await findBase(ctx.store.read) };
  // Written first, it is never among what goes: the log does not become empty, and its numbers go on.
  await ctx.store.write((tx) =>
    recordAudit(tx, {
      ...by,
      action: 'audit.prune',
      target: { kind: 'audit', id: 'audit' },
      after: { older_than_days, before, up_to_seq: last.seq },
    }),
  );
  let removed = 0;
  for (let n = -1; n !== 0; removed += n) n = await removeUpTo(ctx, last.seq);
  const base = await findBase(ctx.store.read);
  if (base) await ctx.audit.heads.keepBase(base);
  return { removed, base };
}
