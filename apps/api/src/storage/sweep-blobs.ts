import type { Context } from '../context.js';

const BATCH = 200;

type Sweeping = Pick<Context, 'store' | 'storage' | 'log'>;

async function forgetUnused(ctx: Sweeping, before: string): Promise<number> {
  const { numDeletedRows } = await ctx.store.write((tx) =>
    tx.db.deleteFrom('blobs').where('refs', '=', 0).where('created_at', '<=', before).executeTakeFirstOrThrow(),
  );
  return Number(numDeletedRows);
}

async function withoutRow(ctx: Sweeping, names: string[]): Promise<string[]> {
  const rows = await ctx.store.read.selectFrom('blobs').select('sha256').where('sha256', 'in', names).execute();
  const known = new Set(rows.map((row) => row.sha256));
  return names.filter((name) => !known.has(name));
}

/**
 * Removes a file that no row names. It happens inside a write transaction, and so does naming a blob (`insertAsset`, which
 * first looks whether the bytes are there): of the two one comes first, and no row is left without bytes.
 */
function removeOrphan(ctx: Sweeping, sha256: string, minAgeMs: number): Promise<boolean> {
  return ctx.store.write(async (tx) => {
    const row = await tx.db.selectFrom('blobs').select('sha256').where('sha256', '=', sha256).executeTakeFirst();
    const file = await ctx.storage.stat(sha256);
    if (row || !file || file.age_ms < minAgeMs) return false;
    // The row went in a transaction of its own, before: a backup that begins now does not know it any more.
    return ctx.storage.remove(sha256);
  });
}

/** Removes rows that nothing points to, then files that no row names, when older than `min_age_ms`. */
export async function sweepBlobs(
  ctx: Sweeping,
  options: { min_age_ms: number },
): Promise<{ rows: number; files: number }> {
  const rows = await forgetUnused(ctx, new Date(Date.now() - options.min_age_ms).toISOString());
  let files = 0;
  const sweep = async (names: string[]) => {
    for (const name of await withoutRow(ctx, names)) {
      if (await removeOrphan(ctx, name, options.min_age_ms)) files += 1;
    }
  };
  let batch: string[] = [];
  for await (const { sha256, age_ms } of ctx.storage.list()) {
    if (age_ms < options.min_age_ms) continue;
    batch.push(sha256);
    if (batch.length < BATCH) continue;
    await sweep(batch);
    batch = [];
  }
  if (batch.length > 0) await sweep(batch);
  if (rows + files > 0) ctx.log.info({ rows, files }, 'swept blobs');
  return { rows, files };
}
