/** What a tokenizer is made of: word lists, and int8 vectors with a float16 scale each. */
export interface Words {
  /** Ids of words with a learned embedding; 0 pads, 1 is unknown. */
  ids: ReadonlyMap<string, number>;
  /** Rows of words in the vector table. */
  rows: ReadonlyMap<string, number>;
  stop: ReadonlySet<string>;
  vectors: Int8Array;
  scales: Uint16Array;
  dimensions: number;
  max_words: number;
}

export interface Tokens {
  ids: BigInt64Array;
  vectors: Float32Array;
  known: string[];
  unknown: string[];
  /** Words that did not fit. */
  cut: string[];
}

const UNKNOWN_ID = 1;

/** IEEE 754 half precision to a number. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Words of a prompt as the model was trained on them. */
export const splitWords = (prompt: string, stop: ReadonlySet<string>): string[] =>
  prompt
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '' && !stop.has(word));

/** Turns a prompt into ids and vectors; words that the model has never seen are left out and named. */
export function tokenize(prompt: string, words: Words): Tokens {
  const { dimensions, max_words } = words;
  const all = splitWords(prompt, words.stop);
  const tokens: Tokens = {
    ids: new BigInt64Array(max_words),
    vectors: new Float32Array(max_words * dimensions),
    known: [],
    unknown: [],
    cut: all.slice(max_words),
  };
  const has = (word: string): boolean => words.ids.has(word) || words.rows.has(word);
  for (const word of all.slice(0, max_words)) {
    const form = !has(word) && word.endsWith('s') ? word.slice(0, -1) : word;
    if (!has(form)) {
      tokens.unknown.push(word);
      continue;
    }
    const at = tokens.known.push(word) - 1;
    tokens.ids[at] = BigInt(words.ids.get(form) ?? UNKNOWN_ID);
    const row = words.rows.get(form);
    if (row === undefined) continue;
    const scale = halfToNumber(words.scales[row] ?? 0);
    for (let k = 0; k < dimensions; k++) {
      tokens.vectors[at * dimensions + k] = (words.vectors[row * dimensions + k] ?? 0) * scale;
    }
  }
  return tokens;
}
