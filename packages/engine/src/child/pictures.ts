import ort from 'onnxruntime-node';
import { type Picture, resize, toPicture } from './encode-picture.js';
import { invalidOutput, JobError } from './errors.js';
import type { ImageModel } from './model.js';
import { readPicture } from './read-picture.js';

const BLACK = 4 / 255;

const planesOf = (tensor: ort.Tensor | undefined): Float32Array => {
  if (!tensor) throw new Error('the graph gave no picture');
  // The manifest's shape check has made sure of float32.
  return tensor.data as Float32Array;
};

/** A picture that nobody wants: not finite, or black all over. */
export function refuseUnusable(planes: Float32Array): void {
  let sum = 0;
  let top = 0;
  for (let i = 0; i < planes.length; i++) {
    const value = planes[i] ?? Number.NaN;
    sum += value;
    if (value > top) top = value;
  }
  if (!Number.isFinite(sum)) throw invalidOutput('The picture had values that are not finite.');
  if (top < BLACK) throw invalidOutput('The picture was black all over.');
}

const decode = async (model: ImageModel, latent: Float32Array): Promise<ort.Tensor> => {
  const { image } = await model.run('decoder', { z: new ort.Tensor('float32', latent, [1, ...model.manifest.latent]) });
  if (!image) throw new Error('the decoder gave no picture');
  return image;
};

/** A latent as a picture of the model's own size, for previews. */
export async function nativePicture(model: ImageModel, latent: Float32Array): Promise<Picture> {
  const { width, height } = model.manifest.native;
  return toPicture(planesOf(await decode(model, latent)), width, height);
}

/** A latent as a picture of the wanted size: decoded, redrawn larger where the model can, resampled to fit. */
export async function finishedPicture(
  model: ImageModel,
  latent: Float32Array,
  { width, height }: { width: number; height: number },
): Promise<Picture> {
  const image = await decode(model, latent);
  refuseUnusable(planesOf(image));
  const { native, graphs } = model.manifest;
  if (!graphs.enlarger || (width <= native.width && height <= native.height)) {
    return resize(toPicture(planesOf(image), native.width, native.height), width, height);
  }
  const { pixels } = await model.run('enlarger', { image });
  const [, tall = 0, wide = 0] = pixels?.dims ?? [];
  // The manifest's shape check has made sure of bytes.
  return resize({ data: pixels?.data as Uint8Array, width: wide, height: tall }, width, height);
}

/** A reference picture's latent. */
export async function encodeReference(model: ImageModel, bytes: Uint8Array | undefined): Promise<Float32Array> {
  const refuse = (message: string, detail: string): JobError =>
    new JobError({ code: 'model_error', message, retryable: false, detail });
  if (!bytes) throw refuse('The reference image is missing.', 'files.image');
  if (!model.manifest.graphs.encoder) throw refuse('The model cannot start from an image.', 'graphs.encoder');
  const { width, height } = model.manifest.native;
  const planes = await readPicture(bytes, width, height).catch((error: unknown) => {
    throw refuse('The reference image could not be read.', String(error));
  });
  const { z } = await model.run('encoder', { image: new ort.Tensor('float32', planes, [1, 3, height, width]) });
  return Float32Array.from(planesOf(z));
}
