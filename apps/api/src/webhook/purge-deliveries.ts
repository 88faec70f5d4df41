import type { Context } from '../context.js';

/** How long the log of deliveries reaches back. */
const KEEP_MS = 30 * 24 * 3600 * 1000;
/** At a time, so that other writes are not held up. */
const PORTION = 500;

/** Removes deliveries that ended and are older than 30 days, with their attempts. */
export async function purgeDeliveries(ctx: Pick<Context, 'store' | 'webhooks'>): Promise<void> {
  const before = new Date(ctx.webhooks.now() - KEEP_MS).toISOString();
  for (;;) {
    const { numDeletedRows } = await ctx.store.write((tx) =>
      tx.db
        .deleteFrom('deliveries')
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('deliveries')
            .select('id')
            .where('created_at', '<', before)
            .where('state', '!=', 'pending')
            .orderBy('created_at')
            .limit(PORTION),
        )
        .executeTakeFirstOrThrow(),
    );
    if (numDeletedRows < PORTION) return;
  }
}
