import type { Contract } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import type { AssetContext } from './asset-context.js';
import { restoreAsset } from './change-asset.js';

export const restoreAssetRoute =
  (ctx: AssetContext): Handler<Contract['asset']['restore']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await restoreAsset(ctx, requesterOf(request), requireCaller(request).owner_id, params.id),
  });
