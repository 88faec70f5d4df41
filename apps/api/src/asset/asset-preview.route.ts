import type { Contract } from '@easel/contracts';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { serveBytes } from './serve-bytes.js';

export const assetPreviewRoute =
  (ctx: AssetContext): Handler<Contract['asset']['preview']> =>
  async (incoming) =>
    serveBytes(ctx, 'preview', incoming);
