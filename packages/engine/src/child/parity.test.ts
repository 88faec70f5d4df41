import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED, SHIPPED_WEIGHTS } from '../../test/jobs.js';
import { seededNoise } from '../inference/noise.js';
import { encodePrompt } from './conditioning.js';
import { drawLatent } from './draw-latent.js';
import { type ImageModel, loadModel } from './model.js';

// What training/pocket/reference.py wrote.
const folder = fileURLToPath(new URL('../../test/reference/', import.meta.url));
const latents = readFileSync(join(folder, 'ref_z.f32'));
const prompts: string[] = JSON.parse(readFileSync(join(folder, 'prompts.json'), 'utf8'));
const rms = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN)) ** 2;
  return Math.sqrt(sum / a.length);
};

let model: ImageModel;
beforeAll(async () => {
  const loaded = await loadModel(join(SHIPPED, SHIPPED_WEIGHTS), 2);
  if (loaded.task !== 'image') throw new Error('the model does not draw');
  model = loaded;
});

/** Picture i of the row, as the decoder gives it: planes of numbers from 0 to 1. */
async function referencePlanes(i: number): Promise<Float32Array> {
  const { width, height } = model.manifest.native;
  const piece = sharp(join(folder, 'ref.png'))
    .extract({ left: i * width, top: 0, width, height })
    .removeAlpha();
  const bytes = await piece.raw().toBuffer();
  const size = width * height;
  return Float32Array.from({ length: 3 * size }, (_, k) => (bytes[(k % size) * 3 + Math.floor(k / size)] ?? 0) / 255);
}

describe('the shipped model beside its weights in PyTorch (float32, guidance 3, 16 steps)', () => {
  it.each(prompts.map((prompt, i) => [i, prompt] as const))('draws picture %i, "%s"', async (i, prompt) => {
    const { latent } = model.manifest;
    const size = latent.reduce((a, b) => a * b);
    const wanted = new Float32Array(latents.buffer.slice(latents.byteOffset, latents.byteOffset + latents.length));
    const conditioning = await encodePrompt(model, prompt);
    const drawing = { noise: seededNoise(size, i), steps: 16, guidance_scale: 3, source: null };
    const z = await drawLatent(model, conditioning, drawing, async () => undefined);
    expect(rms(z, wanted.subarray(i * size, (i + 1) * size))).toBeLessThan(0.12);
    const { image } = await model.run('decoder', { z: new ort.Tensor('float32', z, [1, ...latent]) });
    const psnr = -20 * Math.log10(rms(image?.data as Float32Array, await referencePlanes(i)));
    expect(psnr).toBeGreaterThan(32);
  });
});
