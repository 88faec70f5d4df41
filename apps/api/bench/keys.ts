import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { openStore } from '../src/db/store.js';
import { newId } from '../src/ids.js';
import { digestOf, makeKeyText } from '../src/key/key-text.js';
import { createKeys } from '../src/key/keys.js';
import { createLog } from '../src/log.js';
import { type Figure, median, percentile } from './figures.js';
import { scratch } from './processes.js';

const SAMPLES = 200_000;
const ROUNDS = 3;
/** What the authors of dudect (Reparaz, Balasch and Verbauwhede, 2017) take for the beginning of a suspicion. */
const T_MAX = 4.5;

/** Welch's t of two samples without their slowest tenth: that is what the machine did beside. */
function welch(samples: [number[], number[]]): number {
  const cut = percentile(samples.flat(), 0.9);
  const [a, b] = samples.map((all) => {
    const kept = all.filter((ns) => ns <= cut);
    const mean = kept.reduce((sum, ns) => sum + ns, 0) / kept.length;
    const variance = kept.reduce((sum, ns) => sum + (ns - mean) ** 2, 0) / (kept.length - 1);
    return { mean, part: variance / kept.length };
  });
  return a && b ? Math.abs(a.mean - b.mean) / Math.sqrt(a.part + b.part) : Number.NaN;
}

/** Two kinds of wrong keys in random order, each refusal timed. */
function timeBoth(refuse: (text: string) => void, texts: [string[], string[]]): [number[], number[]] {
  const samples: [number[], number[]] = [[], []];
  for (let i = 0; i < SAMPLES; i += 1) {
    const kind = randomInt(2) === 0 ? 0 : 1;
    const text = texts[kind][randomInt(texts[kind].length)] ?? '';
    const began = process.hrtime.bigint();
    refuse(text);
    samples[kind].push(Number(process.hrtime.bigint() - began));
  }
  return samples;
}

/** A digest of which one character is another. */
const changedAt = (digest: string, place: number) =>
  digest.slice(0, place) + (digest[place] === '0' ? '1' : '0') + digest.slice(place + 1);

/** Whether the time of a refusal tells how much of a key's digest is right, or whether there is such a key. */
export async function keyFigures(): Promise<Figure[]> {
  const store = openStore(join(scratch(), 'keys.db'));
  const keys = createKeys({ store, log: createLog('silent') });
  const [owner_id, at] = [newId('user'), new Date().toISOString()];
  await store.write((tx) =>
    tx.db.insertInto('users').values({ id: owner_id, name: 'Timed', role: 'member', created_at: at }).execute(),
  );
  const limits = {
    models: null,
    expires_at: null,
    rate_per_minute: null,
    concurrency_max: null,
    budget_microusd: null,
  };
  const never = { previous_digest: null, previous_until: null, last_used_at: null, rotated_at: null, revoked_at: null };
  const times = { created_at: at, updated_at: at };
  /**
   * Keys that are there, and for each a text whose digest is the stored one but for one character: the first of every
   * other, the last of the rest. They lie in turns, so that where a row lies says nothing of its kind.
   */
  const texts = Array.from({ length: 200 }, () => makeKeyText(newId('key')));
  await store.write(async (tx) => {
    for (const [i, text] of texts.entries()) {
      const digest = changedAt(digestOf(text), i % 2 === 0 ? 0 : 63);
      const stored = { id: `key_${text.slice(6, 32)}`, owner_id, name: 'timed', digest, hint: '', scopes: '[]' };
      await tx.db
        .insertInto('keys')
        .values({ ...stored, ...limits, ...never, ...times })
        .execute();
    }
  });
  const refuse = (given: string) => {
    try {
      keys.authenticate(given);
    } catch {
      return;
    }
    throw new Error('a wrong key was taken');
  };
  const first = texts.filter((_, i) => i % 2 === 0);
  const last = texts.filter((_, i) => i % 2 === 1);
  const unknown = Array.from({ length: 100 }, () => makeKeyText(newId('key')));
  timeBoth(refuse, [first, unknown]);
  const rounds = (texts: [string[], string[]]) => Array.from({ length: ROUNDS }, () => timeBoth(refuse, texts));
  const places = rounds([first, last]);
  const known = rounds([last, unknown]);
  await store.close();
  const us = (samples: number[]) => median(samples) / 1000;
  return [
    {
      name: "keys: t of refusals wrong at a digest's first against last character",
      value: median(places.map(welch)),
      limit: T_MAX,
      unit: '',
      note: `dudect, ${SAMPLES.toLocaleString('en')} refusals, median of ${ROUNDS}`,
    },
    {
      name: 'keys: refusal of a known id, longer than of an unknown one',
      value: Math.abs(median(known.map(([there, not]) => us(there) - us(not)))),
      limit: 3,
      unit: 'µs',
      note: 'an id is no secret',
    },
    { name: 'keys: a refusal *', value: median(known.map(([there]) => us(there))), limit: 200, unit: 'µs' },
  ];
}
