import type { Asset } from '@easel/contracts';
import type { AssetRow } from '../db/schema.js';
import type { UrlSigner } from './signed-url.js';

/** An asset as stored in events: without what is made on reading. */
export type AssetBody = Omit<Asset, 'url' | 'preview_url' | 'url_expires_at'>;

/** An asset from its row. Columns hold what our own writes put there. */
export function assetBody(row: AssetRow): AssetBody {
  return {
    id: row.id,
    kind: row.kind as Asset['kind'],
    task_id: row.task_id,
    index: row.idx,
    type: row.type as Asset['type'],
    content_type: row.content_type,
    width: row.width,
    height: row.height,
    bytes: row.bytes,
    duration_s: row.duration_s,
    sha256: row.sha256,
    seed: row.seed,
    recipe: row.recipe === null ? null : JSON.parse(row.recipe),
    favorite: row.favorite === 1,
    tags: JSON.parse(row.tags),
    created_at: row.created_at,
  };
}

/** Adds signed URLs. */
export const withUrls = (body: AssetBody, urls: UrlSigner): Asset => ({
  ...body,
  url: urls.content(body.id),
  preview_url: urls.preview(body.id),
  url_expires_at: urls.expires_at(),
});
