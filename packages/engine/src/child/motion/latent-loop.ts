/** Two noises on a circle: unit variance all the way around, and back where it began. */
export function noiseAt(a: Float32Array, b: Float32Array, at: number): Float32Array {
  const [across, along] = [Math.cos(2 * Math.PI * at), Math.sin(2 * Math.PI * at)];
  return a.map((value, i) => across * value + along * (b[i] ?? 0));
}

/** The share of each of `count` evenly spaced samples of a circle at a place on it: trigonometric interpolation. */
export function sharesAt(count: number, at: number): number[] {
  const highest = Math.floor((count - 1) / 2);
  return Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * (at - k / count);
    let sum = 1;
    for (let wave = 1; wave <= highest; wave++) sum += 2 * Math.cos(wave * angle);
    return (sum + (count % 2 === 0 ? Math.cos((count / 2) * angle) : 0)) / count;
  });
}

const lengthOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));

/** The latent between those at even places of the loop, as long as they are: a mean alone would pale and blur. */
export function latentAt(keys: Float32Array[], at: number): Float32Array {
  const shares = sharesAt(keys.length, at);
  const latent = new Float32Array(keys[0]?.length ?? 0);
  let length = 0;
  for (const [k, key] of keys.entries()) {
    const share = shares[k] ?? 0;
    length += share * lengthOf(key);
    for (let i = 0; i < latent.length; i++) latent[i] = (latent[i] ?? 0) + share * (key[i] ?? 0);
  }
  const scale = length / (lengthOf(latent) || 1);
  return latent.map((value) => value * scale);
}
