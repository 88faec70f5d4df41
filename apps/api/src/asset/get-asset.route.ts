import type { Contract } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { getAsset } from './get-asset.js';

export const getAssetRoute =
  (ctx: AssetContext): Handler<Contract['asset']['get']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await getAsset(ctx, requireCaller(request).owner_id, params.id),
  });
