import type { AssetKind, AssetPatch, MediaType } from '@easel/contracts';
import type { z } from 'zod';
import type { CallOptions, CreateOptions, PageQuery } from '../http/call-options.js';

/** Filters of the gallery. */
export interface AssetQuery extends PageQuery {
  kind?: AssetKind | undefined;
  favorite?: boolean | undefined;
  /** Outputs of this model. */
  model?: string | undefined;
  type?: MediaType | undefined;
}

/** What can be changed about an asset: `favorite`, `tags`. */
export type AssetChange = z.input<typeof AssetPatch>;

/** Options of an upload. */
export interface UploadOptions extends CreateOptions {
  filename?: string | undefined;
}

/** Options of `asset.content`. */
export interface ContentOptions extends CallOptions {
  /** First and last byte, as in the `Range` header; the last one is the end when absent. */
  range?: { first: number; last?: number } | undefined;
}
