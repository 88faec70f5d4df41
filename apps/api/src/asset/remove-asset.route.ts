import type { Contract } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import type { AssetContext } from './asset-context.js';
import { removeAsset } from './change-asset.js';

export const removeAssetRoute =
  (ctx: AssetContext): Handler<Contract['asset']['remove']> =>
  async ({ params, request }) => {
    await removeAsset(ctx, requesterOf(request), requireCaller(request).owner_id, params.id);
    return { status: 204, body: undefined };
  };
