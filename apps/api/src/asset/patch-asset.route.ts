import type { Contract } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { patchAsset } from './change-asset.js';

export const patchAssetRoute =
  (ctx: AssetContext): Handler<Contract['asset']['patch']> =>
  async ({ params, body, request }) => ({
    status: 200,
    body: await patchAsset(ctx, requireCaller(request).owner_id, params.id, body),
  });
