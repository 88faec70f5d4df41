import { z } from 'zod';
import { SCOPES } from '../http/route-metadata.js';
import { idSchema, Timestamp } from '../ids.js';
import { visibleName } from '../text/visible-name.js';

/** What every key begins with: scanners for leaked secrets look for it. */
export const KEY_PREFIX = 'easel_';
/** How long the secret before a rotation stays good when nothing is said. */
export const KEY_OVERLAP_DEFAULT_S = 24 * 3600;
/** How long it may stay good at most. */
export const KEY_OVERLAP_MAX_S = 30 * 24 * 3600;

/** What a key may do. */
export const KeyScope = z.enum(SCOPES);

/** `active`: good. `expired`: its time has passed. `revoked`: ended by someone, for good. */
export const KeyState = z.enum(['active', 'expired', 'revoked']);
export type KeyState = z.infer<typeof KeyState>;

const name = visibleName(60);
const scopes = z
  .array(KeyScope)
  .min(1)
  .max(SCOPES.length)
  .refine((list) => new Set(list).size === list.length, 'must name each scope once');
const models = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(200)
  .refine((list) => new Set(list).size === list.length, 'must name each model once')
  .nullable();
const expires_at = Timestamp.nullable();
const rate_per_minute = z.int().min(1).max(100_000).nullable();
const concurrency_max = z.int().min(1).max(10_000).nullable();
const budget_microusd = z.int().min(0).max(1_000_000_000_000).nullable();

/** A key as its owner and operators see it. The secret is never part of it. */
export const Key = z
  .object({
    id: idSchema('key'),
    owner_id: idSchema('user'),
    name: z.string(),
    /** The last characters of the secret, to tell keys apart. */
    hint: z.string(),
    scopes: z.array(KeyScope),
    /** Models it may use; null allows all. */
    models: z.array(z.string()).nullable(),
    expires_at: Timestamp.nullable(),
    /** Requests per minute; null is no limit of its own. */
    rate_per_minute: z.int().nullable(),
    /** How many of its tasks are worked on at once; the others wait. */
    concurrency_max: z.int().nullable(),
    /** What it may spend in a calendar month (UTC); null is no limit of its own. */
    budget_microusd: z.int().nullable(),
    /** Spent this month by tasks that have ended. */
    spent_microusd: z.int().min(0),
    /** Set aside this month for tasks that have not ended. */
    reserved_microusd: z.int().min(0),
    /** To the minute. */
    last_used_at: Timestamp.nullable(),
    rotated_at: Timestamp.nullable(),
    /** Until when the secret before the last rotation is good; null when it no longer is. */
    previous_until: Timestamp.nullable(),
    created_at: Timestamp,
    revoked_at: Timestamp.nullable(),
    state: KeyState,
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof Key>;

/** A new or rotated key with its secret, which is shown this once. Null when the answer is a replay. */
export const KeyWithSecret = Key.extend({ secret: z.string().nullable() }).meta({ id: 'KeyWithSecret' });
export type KeyWithSecret = z.infer<typeof KeyWithSecret>;

/** Body of `POST /v1/keys`. What is left out is not limited; a key made by a key can do no more than its maker. */
export const KeyCreate = z
  .strictObject({
    name,
    scopes,
    models: models.optional(),
    expires_at: expires_at.optional(),
    rate_per_minute: rate_per_minute.optional(),
    concurrency_max: concurrency_max.optional(),
    budget_microusd: budget_microusd.optional(),
  })
  .meta({ id: 'KeyCreate' });
export type KeyCreate = z.infer<typeof KeyCreate>;

/** Body of `PATCH /v1/keys/{id}`: what is left out stays; null takes a limit away. */
export const KeyPatch = z
  .strictObject({
    name: name.optional(),
    scopes: scopes.optional(),
    models: models.optional(),
    expires_at: expires_at.optional(),
    rate_per_minute: rate_per_minute.optional(),
    concurrency_max: concurrency_max.optional(),
    budget_microusd: budget_microusd.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'KeyPatch', minProperties: 1 });
export type KeyPatch = z.infer<typeof KeyPatch>;

/** Body of `POST /v1/keys/{id}/rotate`: how long the present secret stays good beside the new one. 0 ends it at once. */
export const KeyRotate = z
  .strictObject({ overlap_s: z.int().min(0).max(KEY_OVERLAP_MAX_S).default(KEY_OVERLAP_DEFAULT_S) })
  .meta({ id: 'KeyRotate' });
export type KeyRotate = z.infer<typeof KeyRotate>;

/** A key with the name of whose it is: for operators. */
export const OwnedKey = Key.extend({ owner_name: z.string() }).meta({ id: 'OwnedKey' });
export type OwnedKey = z.infer<typeof OwnedKey>;
