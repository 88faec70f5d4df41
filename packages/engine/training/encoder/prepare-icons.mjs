// Renders the emoji of three icon sets to RGBA: node prepare-icons.mjs FOLDER [SIZE = 64] [EVERY = 1]
// writes icons-SIZE.u8 (N x SIZE x SIZE x 4) and icons-SIZE.json; EVERY = 3 takes every third icon.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const out = resolve(process.argv[2] ?? 'data');
const require = createRequire(join(out, 'package.json'));
const sharp = require('sharp');
sharp.concurrency(1);

const SETS = ['noto', 'twemoji', 'fluent-emoji-flat'];
const SKIP =
  /skin-tone|^flag-|family|couple|^kiss-|holding-hands|keycap|^japanese-.*button|regional|^letter|-tone\d|^hiragana|^tag-|^(men|women)-|^.$/;
const SIZE = Number(process.argv[3] ?? 64);
const EVERY = Number(process.argv[4] ?? 1);
const BORDER = SIZE / 32;
const INNER = SIZE - 2 * BORDER;
const clear = { r: 0, g: 0, b: 0, alpha: 0 };

const pixelsFile = openSync(join(out, `icons-${SIZE}.u8`), 'w');
let seen = 0;
const meta = [];
for (const set of SETS) {
  const icons = require(`@iconify-json/${set}/icons.json`);
  for (const [name, icon] of Object.entries(icons.icons)) {
    const gendered = name.match(/^(man|woman)-(.+)$/);
    if (SKIP.test(name) || icon.hidden || (gendered && icons.icons[gendered[2]])) continue;
    if (/-(medium-light|medium-dark|light|medium|dark)(-|$)/.test(name)) continue;
    if (seen++ % EVERY !== 0) continue;
    const box = [icon.left ?? 0, icon.top ?? 0, icon.width ?? icons.width ?? 16, icon.height ?? icons.height ?? 16];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${box.join(' ')}" width="${INNER * 2}" height="${INNER * 2}">${icon.body}</svg>`;
    const pixels = await sharp(Buffer.from(svg))
      .resize(INNER, INNER, { fit: 'contain', background: clear })
      .ensureAlpha()
      .extend({ top: BORDER, bottom: BORDER, left: BORDER, right: BORDER, background: clear })
      .raw()
      .toBuffer();
    writeSync(pixelsFile, pixels);
    meta.push({ set, name });
  }
}
closeSync(pixelsFile);
writeFileSync(join(out, `icons-${SIZE}.json`), JSON.stringify(meta));
console.log(`${meta.length} icons in ${out}`);
