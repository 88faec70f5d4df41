import type { Contract } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { listAssets } from './list-assets.js';

export const listAssetsRoute =
  (ctx: AssetContext): Handler<Contract['asset']['list']> =>
  async ({ query, request }) => ({ status: 200, body: await listAssets(ctx, requireCaller(request).owner_id, query) });
