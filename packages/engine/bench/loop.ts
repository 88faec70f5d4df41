// Prints, as JSON, what a loop of the default length costs: wall time and the child's peak memory.
// node bench/loop.ts [prompt] [motion]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillInput, parseSettings } from '@easel/contracts';
import { createEngine } from '@easel/engine';
import { makeJob } from '../test/jobs.ts';

const LIMIT_S = 30;
const LIMIT_MIB = 900;
const MODE = 't2v';
const [prompt = 'a red apple', motion = 'bounce'] = process.argv.slice(2);

const settings = readFileSync(new URL('../../../inference_settings.json', import.meta.url), 'utf8');
const model = Object.values(parseSettings(JSON.parse(settings)).models).find(
  (m) => m.runtimes.embedded && m.modes[MODE],
);
if (!model?.runtimes.embedded) throw new Error('no model of the settings makes loops here');
const { weights, timeout_s } = model.runtimes.embedded;
const engine = createEngine({ weights_root: fileURLToPath(new URL('../models', import.meta.url)), threads: 2 });
await engine.warm(model.runtimes.embedded);
const input = fillInput(model, MODE, { prompt, motion }, 4);
const begun = performance.now();
const { result, outputs } = await engine.run(makeJob({ mode: MODE, weights, timeout_s, input }), {});
if ('error' in result) throw new Error(result.error.detail);
const wall_s = (performance.now() - begun) / 1000;
const peak_rss_mib = Math.round(engine.stats().peak_rss_mib);
await engine.close();
console.log(
  JSON.stringify({
    duration_s: result.outputs[0]?.duration_s,
    kib: Math.round((outputs[0]?.length ?? 0) / 1024),
    encode_s: Number((result.measured.encode_ms / 1000).toFixed(1)),
    wall_s: Number(wall_s.toFixed(1)),
    limit_s: LIMIT_S,
    peak_rss_mib,
    limit_mib: LIMIT_MIB,
  }),
);
process.exitCode = wall_s <= LIMIT_S && peak_rss_mib <= LIMIT_MIB ? 0 : 1;
