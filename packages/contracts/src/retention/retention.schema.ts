import { z } from 'zod';
import { AssetKind } from '../asset/asset.schema.js';
import { idSchema, Timestamp } from '../ids.js';
import { MediaType } from '../model/modes.js';

/** What a rule removes: results, uploads, or whole tasks with their results. */
export const RetentionKind = z.enum(['output', 'input', 'task']);
export type RetentionKind = z.infer<typeof RetentionKind>;

/**
 * A rule about what is removed by itself. `type` and `owner_id` narrow it; null takes all. Only what has ended is
 * touched: no unfinished task, nothing of one, and no upload that one uses.
 */
export const RetentionRuleInput = z
  .strictObject({
    kind: RetentionKind,
    type: MediaType.nullable().default(null),
    older_than_days: z.int().min(1).max(36_500),
    owner_id: idSchema('user').nullable().default(null),
    /** Leaves favourites, and tasks that have one among their results. */
    keep_favorites: z.boolean().default(true),
  })
  .meta({ id: 'RetentionRuleInput' });
export type RetentionRuleInput = z.infer<typeof RetentionRuleInput>;

/** A stored rule. */
export const RetentionRule = z
  .object({
    id: idSchema('rule'),
    kind: RetentionKind,
    type: MediaType.nullable(),
    older_than_days: z.int().min(1),
    owner_id: idSchema('user').nullable(),
    keep_favorites: z.boolean(),
    created_at: Timestamp,
  })
  .meta({ id: 'RetentionRule' });
export type RetentionRule = z.infer<typeof RetentionRule>;

/** Body of `PUT /v1/admin/retention` and of its preview: the whole list. */
export const RetentionRules = z
  .strictObject({ rules: z.array(RetentionRuleInput).max(50) })
  .meta({ id: 'RetentionRules' });
export type RetentionRules = z.infer<typeof RetentionRules>;

/** The rules in effect. While `rules` is empty, results older than the settings' `retention_days` are removed. */
export const Retention = z
  .object({
    rules: z.array(RetentionRule),
    /** `limits.retention_days` of the settings; null keeps everything. */
    default_days: z.int().min(1).nullable(),
    /** How long what was removed can be brought back. */
    undo_s: z.int().min(0),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof Retention>;

const amounts = {
  tasks: z.int().min(0),
  assets: z.int().min(0),
  /** Of the assets' contents; bytes that others share stay on the disk. */
  bytes: z.int().min(0),
};

/** How much a rule would remove now. */
export const RetentionAmount = z
  .object({ ...amounts, oldest_at: Timestamp.nullable() })
  .meta({ id: 'RetentionAmount' });
export type RetentionAmount = z.infer<typeof RetentionAmount>;

/** Whose things would go. */
export const RetentionOwner = z
  .object({ owner_id: z.string(), name: z.string(), ...amounts })
  .meta({ id: 'RetentionOwner' });
export type RetentionOwner = z.infer<typeof RetentionOwner>;

/** One of the things that would go: a task, or an asset of a kind. */
export const RetentionSample = z
  .object({
    id: z.string(),
    kind: z.enum(['task', ...AssetKind.options]),
    type: MediaType,
    owner_id: z.string(),
    bytes: z.int().min(0),
    created_at: Timestamp,
  })
  .meta({ id: 'RetentionSample' });
export type RetentionSample = z.infer<typeof RetentionSample>;

/** What rules would remove now: each by itself, and together with nothing counted twice. */
export const RetentionPreview = z
  .object({
    rules: z.array(RetentionAmount.extend({ by_owner: z.array(RetentionOwner), sample: z.array(RetentionSample) })),
    total: RetentionAmount,
  })
  .meta({ id: 'RetentionPreview' });
export type RetentionPreview = z.infer<typeof RetentionPreview>;

/** What was removed. */
export const RetentionRun = z
  .object({
    ...amounts,
    /** There is more: the next run, at most ten minutes away, goes on. */
    more: z.boolean(),
  })
  .meta({ id: 'RetentionRun' });
export type RetentionRun = z.infer<typeof RetentionRun>;
