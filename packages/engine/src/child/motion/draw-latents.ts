import { seededNoise } from '../../inference/noise.js';
import { stepsFrom } from '../../inference/rectified-flow.js';
import type { Conditioning } from '../conditioning.js';
import { drawLatent } from '../draw-latent.js';
import { outputSeed } from '../draw-pictures.js';
import type { ImageModel } from '../model.js';
import { latentAt, noiseAt } from './latent-loop.js';
import type { LoopInput } from './loop-input.js';

/** Variants that are drawn; those of the other frames lie between them. */
const KEYS = 6;
/** Far from the seeds of the other outputs of a job, which follow one another. */
const OTHER_SEEDS = [1_000_003, 2_000_003] as const;

/** How many steps the drawings of a loop take together. */
export const loopSteps = ({ steps, variation }: Pick<LoopInput, 'steps' | 'variation'>): number =>
  steps + (variation > 0 ? KEYS * stepsFrom(variation, steps) : 0);

const distance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);

/** The loop turned so that it begins and ends where it changes least. */
function fromTheCalmest(latents: [Float32Array, ...Float32Array[]]): [Float32Array, ...Float32Array[]] {
  const changes = latents.map((latent, i) => distance(latent, latents.at(i - 1) ?? latent));
  const calmest = changes.indexOf(Math.min(...changes));
  const [first = latents[0], ...others] = [...latents.slice(calmest), ...latents.slice(0, calmest)];
  return [first, ...others];
}

/**
 * Draws the latents of a loop's frames: the picture of the seed, then variants of it from noises on a circle, and what
 * lies between. Without variation there is one, for all frames.
 */
export async function drawLatents(
  model: ImageModel,
  conditioning: Conditioning,
  { steps, guidance_scale, variation, seed }: LoopInput,
  frames: number,
  on_step: (clean: Float32Array) => Promise<void>,
): Promise<[Float32Array, ...Float32Array[]]> {
  const size = model.manifest.latent.reduce((a, b) => a * b);
  const step = (_done: number, clean: Float32Array) => on_step(clean);
  const noise = seededNoise(size, seed);
  const latent = await drawLatent(model, conditioning, { noise, steps, guidance_scale, source: null }, step);
  if (variation === 0) return [latent];
  const source = { latent, strength: variation };
  const [a, b] = OTHER_SEEDS.map((other) => seededNoise(size, outputSeed(seed, other)));
  if (!a || !b) throw new Error('two noises make a circle');
  const keys: Float32Array[] = [];
  for (let k = 0; k < KEYS; k++) {
    const around = noiseAt(a, b, k / KEYS);
    keys.push(await drawLatent(model, conditioning, { noise: around, steps, guidance_scale, source }, step));
  }
  const others = Array.from({ length: frames - 1 }, (_, n) => latentAt(keys, (n + 1) / frames));
  return fromTheCalmest([latentAt(keys, 0), ...others]);
}
