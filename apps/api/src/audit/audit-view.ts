import type { AuditAction, AuditActorKind, AuditEntry, AuditOutcome, AuditTargetKind } from '@easel/contracts';
import type { AuditRow } from '../db/schema.js';

/** Someone who edits the table may leave what is no JSON: it is shown as it is, and does not give the entry's hash. */
function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An entry as the API tells it. */
export function entryView(row: AuditRow): AuditEntry {
  const { seq, at, outcome, code, request_id, previous_hash, hash } = row;
  // The columns hold what our own writes put there.
  const actor = { kind: row.actor_kind as AuditActorKind, id: row.actor_id, name: row.actor_name };
  const target =
    row.target_kind === null || row.target_id === null
      ? null
      : { kind: row.target_kind as AuditTargetKind, id: row.target_id, name: row.target_name };
  return {
    seq,
    at,
    actor,
    action: row.action as AuditAction,
    target,
    outcome: outcome as AuditOutcome,
    code,
    request_id,
    before: parsed(row.before),
    after: parsed(row.after),
    previous_hash,
    hash,
  };
}

const textOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** The row that an exported entry was made of: its texts are those that the hash was made of. */
export const rowOf = ({ actor, target, before, after, ...entry }: AuditEntry): AuditRow => ({
  ...entry,
  actor_kind: actor.kind,
  actor_id: actor.id,
  actor_name: actor.name,
  target_kind: target?.kind ?? null,
  target_id: target?.id ?? null,
  target_name: target?.name ?? null,
  before: textOf(before),
  after: textOf(after),
});
