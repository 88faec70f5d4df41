// Draws the sheet of 64 pictures, seeds 0 to 63 from left to right and down: node bench/sheet.ts FILE.webp
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEngine } from '@easel/engine';
import sharp, { type OverlayOptions } from 'sharp';
import { makeJob, shippedDefaults } from '../test/jobs.ts';

const PROMPTS =
  `a red apple|smiling cat face|blue car|pizza on a green background|a sad robot|two pink hearts|rocket, flat style|a purple dragon
a yellow banana|dog face on a light blue background|a red bus|burger|ghost on a purple background|three stars|house, flat style|a green frog
strawberry on a pink background|panda|a yellow taxi|ice cream|an orange robot|two cherries|guitar on a teal background|a blue whale
watermelon|fox, glossy style|sailboat on a light blue background|donut|alien on a black background|a small sun|castle|a green dinosaur
lemon on a blue background|owl|bicycle|cupcake, flat style|unicorn|three balloons|piano on an orange background|a purple octopus
avocado|a pink pig|train on a beige background|coffee|skull on a navy background|a green heart|tent, flat style|a blue butterfly
carrot on a yellow background|penguin|airplane|birthday cake|clown face|two mushrooms|trumpet|a red crab
a green pear|lion, glossy style|helicopter on a gray background|sushi|snowman on a blue background|a cat and a dog|lighthouse|a pink flower`
    .split(/[|\n]/)
    .map((prompt) => prompt.trim());
const SIDE = 128;

const [target = 'sheet.webp'] = process.argv.slice(2);
const engine = createEngine({ weights_root: fileURLToPath(new URL('../models', import.meta.url)), threads: 2 });
const pieces: OverlayOptions[] = [];
for (const [seed, prompt] of PROMPTS.entries()) {
  const { result, outputs } = await engine.run(makeJob({ input: { ...shippedDefaults, prompt, seed } }), {});
  if ('error' in result) throw new Error(result.error.detail);
  const input = await sharp(outputs[0]).resize(SIDE, SIDE).png().toBuffer();
  pieces.push({ input, left: (seed % 8) * SIDE, top: Math.floor(seed / 8) * SIDE });
}
await engine.close();
const side = 8 * SIDE;
const sheet = sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } }).composite(pieces);
writeFileSync(target, await sheet.webp({ quality: 85 }).toBuffer());
