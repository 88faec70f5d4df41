// Renders the icons that are learned, with their names: icons.u8 (N x 128 x 128 x RGBA, straight alpha) and icons.json.
// With a size, as in `node prepare-icons.mjs work 512`, only icons-512.u8, of the first two sets, for the enlarger.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { namesWanted, subjectOf } from './subjects.mjs';

const require = createRequire(import.meta.url);
const [folder = 'work', size] = process.argv.slice(2);
const SIZE = Number(size ?? 128);
const DRAWN = (SIZE / 128) * 116;
const SETS = [
  ['fluent-emoji', 'glossy'],
  ['fluent-emoji-flat', 'flat'],
  // The autoencoder learns these too; drawn from words they would be too much for a model this small.
  ['noto', 'cartoon'],
  // Never learned: the classifier that measures the model has to tell these apart too.
  ['twemoji', null],
];

const slug = (label) =>
  label
    .toLowerCase()
    .replace(/[’'“”".,!:]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const subgroups = new Map(require('emojibase-data/en/messages.json').subgroups.map((g) => [g.order, g.key]));
const emoji = require('emojibase-data/en/data.json').flatMap((e) => {
  const known = subjectOf(e.label, subgroups.get(e.subgroup));
  const tags = (e.tags ?? []).map((tag) => tag.toLowerCase());
  return known ? [{ ...known, tags, label: e.label, hex: e.hexcode.toLowerCase().replace(/-fe0f/g, '') }] : [];
});

const subjects = new Set(emoji.map((e) => e.subject));
const slips = namesWanted().filter((name) => !subjects.has(name));
if (slips.length > 0) console.warn('names that no emoji has:', slips.join(', '));

async function render(set, icon) {
  const { width = set.width ?? 16, height = set.height ?? 16, left = 0, top = 0, body } = icon;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${left} ${top} ${width} ${height}" width="${DRAWN * 2}" height="${DRAWN * 2}">${body}</svg>`;
  const rest = SIZE - DRAWN;
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(DRAWN, DRAWN, { fit: 'contain', background: '#0000' })
    .ensureAlpha()
    .extend({ top: rest / 2, bottom: rest / 2, left: rest / 2, right: rest / 2, background: '#0000' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== SIZE || info.height !== SIZE || info.channels !== 4) throw new Error(JSON.stringify(info));
  return data;
}

const pixels = [];
const icons = [];
for (const [name, style] of size ? SETS.slice(0, 2) : SETS) {
  const set = require(`@iconify-json/${name}/icons.json`);
  const byHex = new Map(
    Object.entries(require(`@iconify-json/${name}/chars.json`)).map(([hex, icon]) => [hex.replace(/-fe0f/g, ''), icon]),
  );
  let found = 0;
  for (const { subject, names, tags, weight, label, hex } of emoji) {
    const icon = set.icons[byHex.get(hex)] ?? set.icons[slug(label)];
    if (!icon) continue;
    pixels.push(await render(set, icon));
    icons.push({ set: name, style, subject, names, tags, weight });
    found += 1;
  }
  console.log(name, found, 'of', emoji.length);
}
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, size ? `icons-${size}.u8` : 'icons.u8'), Buffer.concat(pixels));
if (!size) writeFileSync(join(folder, 'icons.json'), JSON.stringify(icons));
console.log(icons.length, 'icons of', subjects.size, 'subjects');
