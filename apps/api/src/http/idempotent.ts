import { createHash } from 'node:crypto';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { canonicalJson } from './canonical-json.js';
import { HttpProblem } from './http-problem.js';

export interface KeyedRequest {
  owner_id: string;
  /** Method and path: keys are per route. */
  route: string;
  key: string | undefined;
  /** What must be the same for the answer to be the same. Only its hash is stored. */
  body: unknown;
}

const inFlight = new Set<string>();

async function findMade(tx: Tx, { owner_id, route, key }: KeyedRequest, fingerprint: string) {
  if (key === undefined) return undefined;
  const row = await tx.db
    .selectFrom('idempotency')
    .select(['fingerprint', 'resource_id'])
    .where('owner_id', '=', owner_id)
    .where('route', '=', route)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row || row.fingerprint === fingerprint) return row?.resource_id;
  const detail = 'This Idempotency-Key was used with another body. Use a new key for a new request.';
  throw new HttpProblem('idempotency_conflict', detail);
}

/** Makes something once per key: in one transaction with the note of what was made. */
export async function makeOnce(
  ctx: Pick<Context, 'store' | 'instance_id'>,
  request: KeyedRequest,
  make: (tx: Tx) => Promise<string>,
): Promise<{ id: string; replayed: boolean }> {
  const { owner_id, route, key } = request;
  const lock = key === undefined ? null : JSON.stringify([ctx.instance_id, owner_id, route, key]);
  if (lock !== null && inFlight.has(lock)) {
    const detail = 'A request with this Idempotency-Key is being worked on. Repeat it shortly.';
    throw new HttpProblem('idempotency_in_flight', detail, { retry_after_s: 1 });
  }
  if (lock !== null) inFlight.add(lock);
  const fingerprint = createHash('sha256').update(canonicalJson(request.body)).digest('hex');
  try {
    return await ctx.store.write(async (tx) => {
      const made = await findMade(tx, request, fingerprint);
      if (made !== undefined) return { id: made, replayed: true };
      const id = await make(tx);
      if (key !== undefined) {
        const created_at = new Date().toISOString();
        await tx.db
          .insertInto('idempotency')
          .values({ owner_id, route, key, fingerprint, resource_id: id, created_at })
          .execute();
      }
      return { id, replayed: false };
    });
  } finally {
    if (lock !== null) inFlight.delete(lock);
  }
}
