import { type Asset, EaselError } from '@easel/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { easel } from '../app/client';
import { assetKey, assetQuery } from './asset.queries';
import type { Moment } from './capture-frame';
import { DRAGGED_ASSET } from './dragged-asset';

const ACCEPTED = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];
export const ACCEPT = ACCEPTED.join(',');

async function upload(client: QueryClient, file: File): Promise<string> {
  const asset = await easel.asset.upload(file);
  client.setQueryData(assetKey(asset.id), asset);
  return asset.id;
}

/** A picture as it is; of a video, one of its frames, the last where none is asked for: there the story goes on. */
export async function takeAsset(client: QueryClient, asset: Asset, moment: Moment = 'last'): Promise<string> {
  if (asset.type === 'image') return asset.id;
  const { captureFrame } = await import('./capture-frame');
  return upload(client, await captureFrame(asset, moment));
}

/**
 * The id of the asset that a drag, a paste or a file picker brings: a picture of the studio as it is, a file after it
 * was uploaded.
 */
export async function takePicture(client: QueryClient, data: DataTransfer | File | null): Promise<string | null> {
  if (data instanceof DataTransfer) {
    const id = data.getData(DRAGGED_ASSET);
    if (id !== '') return takeAsset(client, await client.ensureQueryData(assetQuery(id)));
  }
  const file = data instanceof File ? data : data?.files[0];
  if (!file) return null;
  if (!ACCEPTED.includes(file.type)) {
    throw new EaselError({
      code: 'unsupported_media_type',
      message: 'This file is not a picture that can be used. Choose a PNG, JPEG, WebP or AVIF.',
    });
  }
  return upload(client, file);
}
