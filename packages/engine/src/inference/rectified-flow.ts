/**
 * Rectified flow (Liu, Gong, Liu 2022, arXiv:2209.03003): x_t = (1 - t) x_0 + t noise, the model predicts
 * v = noise - x_0, and Euler steps go from t to 0 along dx/dt = v.
 * Classifier-free guidance (Ho, Salimans 2022, arXiv:2207.12598): v = v_empty + scale (v_prompt - v_empty).
 */

/** Times of the steps: n + 1 values falling evenly from `start` to 0. */
export const flowTimes = (start: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, k) => (start * (steps - k)) / steps);

/** How many of the asked steps a start at `strength` takes: at least one. */
export const stepsFrom = (strength: number, steps: number): number => Math.max(1, Math.round(steps * strength));

/** The noisy start: all noise at t = 1, the clean latent at t = 0. */
export function startAt(clean: Float32Array | null, noise: Float32Array, t: number): Float32Array {
  if (!clean) return Float32Array.from(noise);
  return noise.map((n, i) => (1 - t) * (clean[i] ?? 0) + t * n);
}

/**
 * One guided Euler step in place. `v` holds the prediction for the prompt, then the one for the empty prompt.
 * Writes the predicted clean latent into `clean`. False when a value was not finite.
 */
export function eulerStep(
  x: Float32Array,
  v: Float32Array,
  clean: Float32Array,
  step: { from: number; to: number; guidance: number },
): boolean {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const empty = v[x.length + i] ?? Number.NaN;
    const guided = empty + step.guidance * ((v[i] ?? Number.NaN) - empty);
    const at = x[i] ?? Number.NaN;
    clean[i] = at - step.from * guided;
    x[i] = at + (step.to - step.from) * guided;
    sum += Math.abs(x[i] ?? Number.NaN);
  }
  return Number.isFinite(sum);
}
