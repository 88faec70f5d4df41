import type { Asset } from '@easel/contracts';
import { findAsset } from './asset.repository.js';
import type { AssetContext } from './asset-context.js';
import { assetNotFound } from './asset-not-found.js';
import { assetBody, withUrls } from './asset-view.js';

/** An owner's asset with its addresses. */
export async function getAsset(ctx: AssetContext, ownerId: string, id: string): Promise<Asset> {
  const row = await findAsset(ctx.store.read, ownerId, id);
  if (!row) throw assetNotFound();
  return withUrls(assetBody(row), ctx.urls);
}
