import { z } from 'zod';
import { AssetKind } from '../asset/asset.schema.js';
import { Timestamp } from '../ids.js';
import { MediaType } from '../model/modes.js';

const bytes = z.int().min(0);
const count = z.int().min(0);

/** Assets of one kind and type, their contents without previews. */
export const StorageSum = z
  .object({ kind: AssetKind, type: MediaType, assets: count, bytes })
  .meta({ id: 'StorageSum' });
export type StorageSum = z.infer<typeof StorageSum>;

/** What belongs to one owner. */
export const StorageOwner = z
  .object({ owner_id: z.string(), name: z.string(), assets: count, bytes })
  .meta({ id: 'StorageOwner' });
export type StorageOwner = z.infer<typeof StorageOwner>;

/** One of the largest assets. */
export const StorageAsset = z
  .object({
    id: z.string(),
    owner_id: z.string(),
    task_id: z.string().nullable(),
    kind: AssetKind,
    type: MediaType,
    bytes,
    created_at: Timestamp,
  })
  .meta({ id: 'StorageAsset' });
export type StorageAsset = z.infer<typeof StorageAsset>;

/** What lies on the disk, whose it is, and how much room is left. */
export const StorageUse = z
  .object({
    measured_at: Timestamp,
    /** Files as they lie on the disk; `referenced_bytes` is what they would take if nothing were shared. */
    stored: z.object({ files: count, bytes, referenced_bytes: bytes, shared_bytes: bytes }),
    by_kind: z.array(StorageSum),
    /** The 20 owners with most. */
    by_owner: z.array(StorageOwner),
    previews: z.object({ files: count, bytes }),
    /** Deleted, still to be brought back for a while; included above. */
    deleted: z.object({ assets: count, bytes }),
    /** Referred to by nothing: removed with the next run. */
    unreferenced: z.object({ files: count, bytes }),
    largest: z.array(StorageAsset),
    database: z.object({ bytes, wal_bytes: bytes }),
    /** The disk of the data directory. `low`: less than `low_below_bytes` is free. */
    disk: z.object({ total_bytes: bytes, free_bytes: bytes, low_below_bytes: bytes, low: z.boolean() }),
  })
  .meta({ id: 'StorageUse' });
export type StorageUse = z.infer<typeof StorageUse>;
