import ort from 'onnxruntime-node';
import { eulerStep, flowTimes, startAt, stepsFrom } from '../inference/rectified-flow.js';
import type { Conditioning } from './conditioning.js';
import { invalidOutput } from './errors.js';
import type { ImageModel } from './model.js';

export interface Drawing {
  noise: Float32Array;
  steps: number;
  guidance_scale: number;
  /** Image to image: the source's latent, and how far to move away from it. */
  source: { latent: Float32Array; strength: number } | null;
}

export const drawingSteps = ({ steps, source }: Pick<Drawing, 'steps' | 'source'>): number =>
  source ? stepsFrom(source.strength, steps) : steps;

/**
 * Draws one latent, alone, so that its values do not depend on how many are asked for. `on_step` gets the steps done
 * and the clean latent as predicted so far; what it throws ends the drawing.
 */
export async function drawLatent(
  model: ImageModel,
  { feeds }: Conditioning,
  drawing: Drawing,
  on_step: (done: number, clean: Float32Array) => Promise<void>,
): Promise<Float32Array> {
  const [channels, height, width] = model.manifest.latent;
  const size = drawing.noise.length;
  const start = drawing.source?.strength ?? 1;
  const steps = drawingSteps(drawing);
  const times = flowTimes(start, steps);
  const x = startAt(drawing.source?.latent ?? null, drawing.noise, start);
  const clean = new Float32Array(size);
  const pair = new Float32Array(2 * size);
  const time = new Float32Array(2);
  const input = {
    ...feeds,
    x: new ort.Tensor('float32', pair, [2, channels, height, width]),
    t: new ort.Tensor('float32', time, [2]),
  };
  for (let k = 0; k < steps; k++) {
    const from = times[k] ?? 0;
    pair.set(x);
    pair.set(x, size);
    time.fill(from);
    const { v } = await model.run('unet', input);
    // The manifest's shape check has made sure of a float32 tensor.
    const prediction = v?.data as Float32Array;
    if (!eulerStep(x, prediction, clean, { from, to: times[k + 1] ?? 0, guidance: drawing.guidance_scale })) {
      throw invalidOutput(`The model's numbers were not finite at step ${k + 1} of ${steps}.`);
    }
    await on_step(k + 1, clean);
  }
  return x;
}
