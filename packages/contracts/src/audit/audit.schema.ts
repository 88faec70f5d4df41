import { z } from 'zod';
import { Timestamp } from '../ids.js';
import { AuditAction, AuditActorKind, AuditOutcome, AuditTargetKind } from './audit-actions.js';

/** SHA-256 in lower-case hexadecimal. */
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Seq = z.int().min(0);

/** Who did something. `id` is null for the unknown and for the process itself; `name` is what it was called then. */
export const AuditActor = z
  .object({ kind: AuditActorKind, id: z.string().nullable(), name: z.string() })
  .meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof AuditActor>;

/** Upon what. The name is what it was called then; the thing itself may be gone. */
export const AuditTarget = z
  .object({ kind: AuditTargetKind, id: z.string(), name: z.string().nullable() })
  .meta({ id: 'AuditTarget' });
export type AuditTarget = z.infer<typeof AuditTarget>;

/**
 * One entry of the audit log. Entries are numbered without a gap, and each holds the hash of the one before: `hash` is
 * SHA-256 over a domain and every field, so that none can be changed, left out or moved without a trace.
 */
export const AuditEntry = z
  .object({
    seq: z.int().min(1),
    at: Timestamp,
    actor: AuditActor,
    action: AuditAction,
    target: AuditTarget.nullable(),
    outcome: AuditOutcome,
    /** Problem code of what was refused or failed. */
    code: z.string().nullable(),
    request_id: z.string().nullable(),
    /** What it was before, without secrets; null when the action has no such side. */
    before: z.unknown(),
    after: z.unknown(),
    previous_hash: Sha256,
    hash: Sha256,
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/**
 * A signed statement: at this time the log ended with this entry. Kept elsewhere, it proves later that nothing up to it
 * was changed or cut off. Ed25519; `key_id` names the key, whose public half `GET /v1/admin/audit/heads` tells.
 */
export const AuditHead = z
  .strictObject({
    v: z.literal(1),
    seq: Seq,
    hash: Sha256,
    at: Timestamp,
    key_id: z.string().min(1).max(64),
    /** Base64url. */
    signature: z.string().min(1).max(128),
  })
  .meta({ id: 'AuditHead' });
export type AuditHead = z.infer<typeof AuditHead>;

/** What stands in place of entries that were removed for their age: the number and hash of the last of them, signed. */
export const AuditBase = AuditHead.extend({}).meta({ id: 'AuditBase' });
export type AuditBase = z.infer<typeof AuditBase>;

/** What can be wrong with the log. */
export const AuditProblemKind = z.enum([
  /** An entry's contents do not give its hash. */
  'entry_changed',
  /** A number is left out. */
  'entry_missing',
  /** An entry does not follow from the one before. */
  'link_broken',
  /** A signed head tells of an entry that is no longer there. */
  'truncated',
  /** The entry at a signed head's number has another hash. */
  'rewritten',
  /** A head was not signed by this installation, or was changed since. */
  'head_invalid',
  /** What stands for removed entries was not signed by this installation, or was changed since. */
  'base_invalid',
]);
export type AuditProblemKind = z.infer<typeof AuditProblemKind>;

/** What a check of the whole log found. */
export const AuditVerification = z
  .object({
    ok: z.boolean(),
    /** How many entries were checked. */
    entries: z.int().min(0),
    first_seq: z.int().min(1).nullable(),
    last_seq: z.int().min(1).nullable(),
    /** What stands for removed entries, when some were. */
    base: AuditBase.nullable(),
    /** The newest signed head. */
    head: AuditHead.nullable(),
    /** How many signed heads the log was held against. */
    heads_checked: z.int().min(0),
    duration_ms: z.number().min(0),
    /** The first thing that is wrong: at which entry, and in words. */
    problem: z.object({ kind: AuditProblemKind, seq: z.int().min(0).nullable(), message: z.string() }).nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

/** Signed heads and the key that signs them. */
export const AuditHeads = z
  .object({
    /** Signed now, when entries came since the last one. Null while the log is empty. */
    latest: AuditHead.nullable(),
    key_id: z.string(),
    /** Ed25519, SubjectPublicKeyInfo in PEM. */
    public_key: z.string(),
    /** Where heads are written, on the machine that runs Easel: copy this file elsewhere. */
    file: z.string(),
    /** The newest heads of the file, newest first. */
    recent: z.array(AuditHead).max(100),
  })
  .meta({ id: 'AuditHeads' });
export type AuditHeads = z.infer<typeof AuditHeads>;

/** Body of `POST /v1/admin/audit/verify`: a head that was kept elsewhere. */
export const AuditVerify = z.strictObject({ head: AuditHead }).meta({ id: 'AuditVerify' });
export type AuditVerify = z.infer<typeof AuditVerify>;

/** Body of `POST /v1/admin/audit/prune`. */
export const AuditPrune = z.strictObject({ older_than_days: z.int().min(30).max(36_500) }).meta({ id: 'AuditPrune' });
export type AuditPrune = z.infer<typeof AuditPrune>;

/** What was removed from the log, and what stands in its place. */
export const AuditPruned = z
  .object({ removed: z.int().min(0), base: AuditBase.nullable() })
  .meta({ id: 'AuditPruned' });
export type AuditPruned = z.infer<typeof AuditPruned>;

/** What is still known of a thing by its id. */
export const AuditStory = z
  .object({
    id: z.string(),
    /** `deleted`: it takes part in nothing; tasks and assets can still be brought back. `gone`: only the log remembers it. */
    state: z.enum(['exists', 'deleted', 'gone', 'unknown']),
    kind: AuditTargetKind.nullable(),
    name: z.string().nullable(),
    owner_id: z.string().nullable(),
    deleted_at: Timestamp.nullable(),
    /** Who removed it, as far as the log tells. */
    deleted_by: AuditActor.nullable(),
    /** Entries about it, newest first. */
    items: z.array(AuditEntry),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'AuditStory' });
export type AuditStory = z.infer<typeof AuditStory>;
