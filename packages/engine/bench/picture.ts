// Prints, as JSON, what a picture costs: wall time beside the time inside session.run, and the child's peak memory.
import { fileURLToPath } from 'node:url';
import { createEngine } from '@easel/engine';
import { makeJob, SHIPPED_WEIGHTS } from '../test/jobs.ts';

const LIMIT_RATIO = 1.1;
const PICTURES = Number(process.argv[2] ?? 20);

const engine = createEngine({ weights_root: fileURLToPath(new URL('../models', import.meta.url)), threads: 2 });
const job = (seed: number) => makeJob({ weights: SHIPPED_WEIGHTS, input: { seed, steps: 16 } });
for (let seed = 0; seed < 3; seed++) await engine.run(job(seed), {});
const rows: { wall_ms: number; session_ms: number }[] = [];
for (let seed = 0; seed < PICTURES; seed++) {
  const before = engine.stats().session_ms;
  const begun = performance.now();
  const { result } = await engine.run(job(seed), {});
  if ('error' in result) throw new Error(result.error.detail);
  rows.push({ wall_ms: performance.now() - begun, session_ms: engine.stats().session_ms - before });
}
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ratio = median(rows.map((row) => row.wall_ms / row.session_ms));
const figures = {
  pictures: PICTURES,
  wall_ms_p50: Math.round(median(rows.map((row) => row.wall_ms))),
  session_ms_p50: Math.round(median(rows.map((row) => row.session_ms))),
  wall_to_session: Number(ratio.toFixed(3)),
  limit: LIMIT_RATIO,
  peak_rss_mib: Math.round(engine.stats().peak_rss_mib),
};
await engine.close();
console.log(JSON.stringify(figures));
process.exitCode = ratio <= LIMIT_RATIO ? 0 : 1;
