import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import type { AssetContext } from './asset-context.js';
import { readUpload } from './read-upload.js';
import { uploadAsset } from './upload-asset.js';

export const uploadAssetRoute =
  (ctx: AssetContext): Handler<Contract['asset']['upload']> =>
  async ({ headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const { asset, created, replayed } = await uploadAsset(ctx, {
      owner_id,
      bytes: await readUpload(ctx, request),
      idempotency_key: headers['idempotency-key'],
    });
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    if (!created) return { status: 200, body: asset };
    reply.header('location', `/v1/assets/${asset.id}`);
    return { status: 201, body: asset };
  };
