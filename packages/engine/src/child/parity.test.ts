import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED, SHIPPED_WEIGHTS } from '../../test/jobs.js';
import { encodePrompt } from './conditioning.js';
import { drawLatent } from './draw-latent.js';
import { type ImageModel, loadModel } from './model.js';

const folder = new URL('../../test/reference/', import.meta.url);
const floats = (name: string): Float32Array => {
  const bytes = readFileSync(new URL(name, folder));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const prompts: string[] = JSON.parse(readFileSync(new URL('prompts.json', folder), 'utf8'));
const rms = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? Number.NaN)) ** 2, 0) / a.length);

let model: ImageModel;
beforeAll(async () => {
  const loaded = await loadModel(join(SHIPPED, SHIPPED_WEIGHTS), 2);
  if (loaded.task !== 'image') throw new Error('the model does not draw');
  model = loaded;
});

describe('the shipped model beside its reference run in PyTorch (float32, guidance 3, 25 steps)', () => {
  it.each(prompts.map((prompt, i) => [i, prompt] as const))('draws picture %i, "%s"', async (i, prompt) => {
    const noise = floats('ref_noise.f32').slice(i * 1024, (i + 1) * 1024);
    const wanted = floats('ref_z.f32').slice(i * 1024, (i + 1) * 1024);
    const conditioning = await encodePrompt(model, prompt);
    const drawing = { noise, steps: 25, guidance_scale: 3, source: null };
    const z = await drawLatent(model, conditioning, drawing, async () => undefined);
    expect(rms(z, wanted)).toBeLessThan(0.12);
    const { image } = await model.run('decoder', { z: new ort.Tensor('float32', z, [1, 16, 8, 8]) });
    const picture = floats('ref_img.f32').slice(i * 12288, (i + 1) * 12288);
    const psnr = -20 * Math.log10(rms(image?.data as Float32Array, picture));
    expect(psnr).toBeGreaterThan(32);
  });
});
