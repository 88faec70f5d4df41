/**
 * Standard normal noise from a seed. Uniforms: mulberry32 (Tommy Ettinger, 2017, public domain), state = seed.
 * Normals: Box-Muller, cosine branch, two uniforms each. Output i of a job uses the job's seed + i.
 */
export function seededNoise(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const noise = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    noise[i] = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }
  return noise;
}
