import { SCOPES } from '../http/route-metadata.js';
import type { KeyCreate, KeyPatch } from './key.schema.js';
import { DEFAULT_KEY_SCOPES } from './parse-key-line.js';

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one));

const SHORT: [word: string, scopes: readonly string[]][] = [
  ['', DEFAULT_KEY_SCOPES],
  ['read', SCOPES.filter((scope) => scope.endsWith(':read'))],
  ['full', SCOPES.filter((scope) => scope !== 'admin')],
];

const scopeWords = (scopes: readonly string[]) => SHORT.find(([, list]) => same(list, scopes))?.[0] ?? scopes.join(' ');

const dollars = (microusd: number) => `$${(microusd / 1_000_000).toFixed(6).replace(/\.?0+$/, '')}/mo`;

/**
 * A key as the line that makes it, which `parseKeyLine` reads again: to change it as it was made. An expiry becomes its
 * day, and quotes in a name become apostrophes.
 *
 * @example
 * formatKeyLine({ name: 'night bot', scopes: [...DEFAULT_KEY_SCOPES], models: ['wan'], budget_microusd: 5_000_000 });
 * // '"night bot" wan $5/mo'
 */
export function formatKeyLine(key: KeyCreate): string {
  const { models, budget_microusd, rate_per_minute, concurrency_max, expires_at } = key;
  const name = key.name.replaceAll('"', '’');
  return [
    /\s/.test(name) ? `"${name}"` : name,
    scopeWords(key.scopes),
    ...(models ?? []),
    budget_microusd == null ? '' : dollars(budget_microusd),
    rate_per_minute == null ? '' : `${rate_per_minute}/min`,
    concurrency_max == null ? '' : `x${concurrency_max}`,
    expires_at == null ? '' : expires_at.slice(0, 10),
  ]
    .filter((word) => word !== '')
    .join(' ');
}

const FIELDS = [
  'name',
  'scopes',
  'models',
  'expires_at',
  'rate_per_minute',
  'concurrency_max',
  'budget_microusd',
] as const;

const alike = (a: unknown, b: unknown) =>
  Array.isArray(a) && Array.isArray(b) ? same(a, b) : (a ?? null) === (b ?? null);

/**
 * What changed between two readings of a key's line, as the body of `PATCH /v1/keys/{id}`; a limit that is no longer
 * said is taken away. Null when nothing changed.
 */
export function changesOfKey(before: KeyCreate, after: KeyCreate): KeyPatch | null {
  const changed = FIELDS.filter((field) => !alike(before[field], after[field]));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null])) as KeyPatch;
}
