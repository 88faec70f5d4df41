import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { MediaType, ModeName } from '../model/modes.js';

/** Where an asset comes from: made by a task, or uploaded. */
export const AssetKind = z.enum(['input', 'output']);
export type AssetKind = z.infer<typeof AssetKind>;

/** What made a picture: enough to make it again. */
export const Recipe = z
  .object({ model: z.string(), mode: ModeName, input: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Recipe' });
export type Recipe = z.infer<typeof Recipe>;

/** A stored file with what is known about it. URLs are signed and made on reading. */
export const Asset = z
  .object({
    id: idSchema('asset'),
    kind: AssetKind,
    task_id: idSchema('task').nullable(),
    index: z.int().min(0).nullable(),
    type: MediaType,
    content_type: z.string(),
    width: z.int().min(1),
    height: z.int().min(1),
    bytes: z.int().min(0),
    duration_s: z.number().nullable(),
    sha256: z.string(),
    seed: z.int().nullable(),
    recipe: Recipe.nullable(),
    favorite: z.boolean(),
    tags: z.array(z.string()),
    url: z.string(),
    preview_url: z.string(),
    url_expires_at: Timestamp,
    created_at: Timestamp,
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof Asset>;

/** Body of `PATCH /v1/assets/{id}`. */
export const AssetPatch = z
  .strictObject({
    favorite: z.boolean().optional(),
    tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change favorite or tags')
  .meta({ id: 'AssetPatch', minProperties: 1 });
