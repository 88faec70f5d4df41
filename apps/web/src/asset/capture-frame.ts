import type { Asset } from '@easel/sdk';

export type Moment = 'first' | 'last';

const happened = (element: HTMLVideoElement, name: 'loadeddata' | 'seeked') =>
  new Promise<void>((resolve, reject) => {
    element.addEventListener(name, () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error('This browser cannot read the video.')), { once: true });
  });

/** Where to look for the last frame: a little before the end, because at the end there is none. */
export const momentAt = (moment: Moment, duration_s: number): number =>
  moment === 'first' ? 0 : Math.max(0, duration_s - 0.02);

/** The first or the last frame of a video of the studio as a picture of the same size. */
export async function captureFrame(asset: Asset, moment: Moment): Promise<File> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const loaded = happened(video, 'loadeddata');
  video.src = asset.url;
  await loaded;
  const duration = Number.isFinite(video.duration) ? video.duration : (asset.duration_s ?? 0);
  const at = momentAt(moment, duration);
  if (at > 0) {
    const sought = happened(video, 'seeked');
    video.currentTime = at;
    await sought;
  }
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  video.removeAttribute('src');
  if (!blob) throw new Error('The frame could not be read.');
  return new File([blob], `${moment}-frame.png`, { type: 'image/png' });
}
