import type { AuditAction, AuditActorKind, AuditOutcome, AuditTargetKind } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import type { AuditRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { entryHash, GENESIS } from './entry-hash.js';
import { withoutSecrets } from './without-secrets.js';

/** Who did something, and in which request. */
export interface Requester {
  actor: { kind: AuditActorKind; id: string | null; name: string };
  request_id: string | null;
}

export interface AuditEntry extends Requester {
  action: AuditAction;
  target?: { kind: AuditTargetKind; id: string; name?: string | null } | undefined;
  outcome?: AuditOutcome;
  /** Problem code of a refusal or failure. */
  code?: string | null;
  before?: unknown;
  after?: unknown;
}

/** What the process does by itself. */
export const SYSTEM: Requester = { actor: { kind: 'system', id: null, name: 'Easel' }, request_id: null };

/** Who stands behind a request. */
export function requesterOf(request: FastifyRequest): Requester {
  const { caller } = request;
  if (!caller) return { actor: { kind: 'anonymous', id: null, name: request.ip.slice(0, 64) }, request_id: request.id };
  const actor =
    caller.kind === 'key' && caller.key
      ? { kind: 'key' as const, id: caller.key.id, name: caller.key.name }
      : {
          kind: caller.kind === 'local' ? ('local' as const) : ('user' as const),
          id: caller.owner_id,
          name: caller.name,
        };
  return { actor, request_id: request.id };
}

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(withoutSecrets(value)));

/** Writes an entry in the transaction of the change it tells of: they are kept together or not at all. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const last = await tx.db
    .selectFrom('audit')
    .select(['seq', 'hash', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const now = new Date().toISOString();
  const row: Omit<AuditRow, 'hash'> = {
    seq: (last?.seq ?? 0) + 1,
    // Numbers and times have one order, also when the clock is set back: what is between two times is found by number.
    at: last && last.at > now ? last.at : now,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    action: entry.action,
    target_kind: entry.target?.kind ?? null,
    target_id: entry.target?.id ?? null,
    target_name: entry.target?.name ?? null,
    outcome: entry.outcome ?? 'ok',
    code: entry.code ?? null,
    request_id: entry.request_id,
    before: jsonOf(entry.before),
    after: jsonOf(entry.after),
    previous_hash: last?.hash ?? GENESIS,
  };
  const hash = entryHash(row);
  await tx.db
    .insertInto('audit')
    .values({ ...row, hash })
    .execute();
  tx.audited = { seq: row.seq, hash };
}
