import type { AuditAction, AuditOutcome, AuditTargetKind } from '@easel/contracts';
import type { AuditRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import type { Requester } from '../http/requester.js';
import { entryHash, GENESIS } from './entry-hash.js';
import { textWithoutSecrets, withoutSecrets } from './without-secrets.js';

export type { Requester };

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

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(withoutSecrets(value)));

/** Webhooks are called by their address, which may hold a secret. */
function nameOf(target: AuditEntry['target']): string | null {
  const name = target?.name;
  return name === null || name === undefined ? null : textWithoutSecrets(name);
}

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
    target_name: nameOf(entry.target),
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
