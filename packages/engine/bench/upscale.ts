// Prints, as JSON, what the largest picture costs: 2048 x 2048 at 4 x. Node bench/upscale.ts [png|jpeg|webp] [scale]
import { fileURLToPath } from 'node:url';
import { createEngine } from '@easel/engine';
import sharp from 'sharp';
import { enlargeJob } from '../test/jobs.ts';

const LIMIT_MIB = 1024;
const SIDE = 2048;
const FORMATS = ['png', 'jpeg', 'webp'] as const;
const format = FORMATS.find((one) => one === process.argv[2]) ?? 'png';
const scale = Number(process.argv[3] ?? 4);

// Noise on a gradient: about as hard to compress as a photograph.
const noise = { type: 'gaussian' as const, mean: 128, sigma: 12 };
const image = await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#888', noise } })
  .png()
  .toBuffer();
const engine = createEngine({ weights_root: fileURLToPath(new URL('../models', import.meta.url)), threads: 2 });
const begun = performance.now();
const { result, outputs } = await engine.run(enlargeJob({ format, input: { scale, kind: 'photo' } }), { image });
if ('error' in result) throw new Error(result.error.detail);
const peak_rss_mib = Math.round(engine.stats().peak_rss_mib);
const wall_s = Math.round((performance.now() - begun) / 1000);
await engine.close();
const [output] = result.outputs;
const size = `${output?.width} x ${output?.height}`;
console.log(
  JSON.stringify({
    format,
    size,
    wall_s,
    mib: Math.round((outputs[0]?.length ?? 0) / 2 ** 20),
    peak_rss_mib,
    limit_mib: LIMIT_MIB,
  }),
);
process.exitCode = peak_rss_mib < LIMIT_MIB ? 0 : 1;
