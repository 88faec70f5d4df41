import { assetContentRoute } from './asset-content.route.js';
import type { AssetContext } from './asset-context.js';
import { assetPreviewRoute } from './asset-preview.route.js';
import { getAssetRoute } from './get-asset.route.js';
import { listAssetsRoute } from './list-assets.route.js';
import { patchAssetRoute } from './patch-asset.route.js';
import { removeAssetRoute } from './remove-asset.route.js';
import { restoreAssetRoute } from './restore-asset.route.js';
import { uploadAssetRoute } from './upload-asset.route.js';

/** Uploads, the gallery, and bytes. */
export const assetHandlers = (ctx: AssetContext) => ({
  upload: uploadAssetRoute(ctx),
  list: listAssetsRoute(ctx),
  get: getAssetRoute(ctx),
  patch: patchAssetRoute(ctx),
  remove: removeAssetRoute(ctx),
  restore: restoreAssetRoute(ctx),
  content: assetContentRoute(ctx),
  preview: assetPreviewRoute(ctx),
});
