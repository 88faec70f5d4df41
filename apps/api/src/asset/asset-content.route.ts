import type { Contract } from '@easel/contracts';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { serveBytes } from './serve-bytes.js';

export const assetContentRoute =
  (ctx: AssetContext): Handler<Contract['asset']['content']> =>
  async (incoming) =>
    serveBytes(ctx, 'content', incoming);
