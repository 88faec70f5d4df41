import { SCOPES, type Scope } from '../http/route-metadata.js';
import { KeyCreate } from './key.schema.js';

/** What is wrong with one word of a line. */
export interface KeyLineError {
  word: string;
  message: string;
}

/** A line that was read: the body of `POST /v1/keys`, or what is wrong. */
export type ParsedKeyLine = { key: KeyCreate; errors: [] } | { key: null; errors: KeyLineError[] };

/** What else a line can be read with. */
export interface KeyLineOptions {
  /** Ids of the models there are. */
  models: readonly string[];
  /** From when an expiry counts; now when absent. */
  now?: Date | undefined;
}

/** What a key may do when the line says nothing of it: make things and look at them. */
export const DEFAULT_KEY_SCOPES: readonly Scope[] = [
  'models:read',
  'tasks:read',
  'tasks:write',
  'assets:read',
  'assets:write',
];

/** Words for several scopes at once. `full` is everything but `admin`. */
const SCOPE_WORDS: Record<string, readonly Scope[]> = {
  read: SCOPES.filter((scope) => scope.endsWith(':read')),
  full: SCOPES.filter((scope) => scope !== 'admin'),
  ...Object.fromEntries(SCOPES.map((scope) => [scope, [scope]])),
};

const MONEY = /^\$(\d{1,7}(?:\.\d{1,6})?)(?:\/(?:mo|month|m))?$/;
const RATE = /^(\d{1,6})(?:\/(?:min|minute)|rpm)$/;
const AT_ONCE = /^(?:x(\d{1,5})|(\d{1,5})x)$/;
const AGE = /^(\d{1,4})(h|d|w|y)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const HOURS: Record<string, number> = { h: 1, d: 24, w: 7 * 24, y: 365 * 24 };

const UNDERSTOOD =
  'A name first, then any of: a model (or a part of its id), $5/mo, 60/min, x2 (at once), 30d or 2027-12-31 (expiry), ' +
  `read, full, or a scope such as ${SCOPES[2]}.`;

/** Models that a word names: the one of this id, else those that begin with it, else those that contain it. */
function modelsNamed(word: string, models: readonly string[]): string[] {
  const small = word.toLowerCase();
  const ways = [(id: string) => id === small, (id: string) => id.startsWith(small), (id: string) => id.includes(small)];
  for (const way of ways) {
    const found = models.filter((id) => way(id.toLowerCase()));
    if (found.length > 0) return found;
  }
  return [];
}

type Field = Exclude<keyof KeyCreate, 'name'>;
type Meaning = { field: Field; value: KeyCreate[Field] };

/** What a word that is no model means. */
function meaningOf(word: string, now: number): Meaning | null {
  const scopes = Object.hasOwn(SCOPE_WORDS, word) ? SCOPE_WORDS[word] : undefined;
  if (scopes) return { field: 'scopes', value: [...scopes] };
  const money = MONEY.exec(word)?.[1];
  if (money !== undefined) return { field: 'budget_microusd', value: Math.round(Number(money) * 1_000_000) };
  const rate = RATE.exec(word)?.[1];
  if (rate !== undefined) return { field: 'rate_per_minute', value: Number(rate) };
  const atOnce = AT_ONCE.exec(word);
  if (atOnce) return { field: 'concurrency_max', value: Number(atOnce[1] ?? atOnce[2]) };
  if (DAY.test(word)) return { field: 'expires_at', value: `${word}T23:59:59.999Z` };
  const [, number, unit = ''] = AGE.exec(word) ?? [];
  if (number === undefined) return null;
  const expires = new Date(now + Number(number) * (HOURS[unit] ?? 0) * 3_600_000);
  return { field: 'expires_at', value: expires.toISOString() };
}

/** Words; what stands in quotes is one. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');

/**
 * Reads a key from one line, as a person writes it.
 *
 * @example
 * parseKeyLine('bot flux $5/mo 60/min 30d', { models: ['flux-2', 'wan'] })
 * // { key: { name: 'bot', scopes: [...], models: ['flux-2'], budget_microusd: 5000000, ... }, errors: [] }
 */
export function parseKeyLine(line: string, { models, now = new Date() }: KeyLineOptions): ParsedKeyLine {
  const [name, ...words] = wordsOf(line);
  if (name === undefined) return { key: null, errors: [{ word: '', message: UNDERSTOOD }] };
  const errors: KeyLineError[] = [];
  const said = new Map<Field, unknown>();
  const lists = { models: new Set<string>(), scopes: new Set<string>() };
  for (const word of words) {
    const exact = models.includes(word);
    const meaning = exact ? null : meaningOf(word, now.getTime());
    if (meaning?.field === 'scopes') {
      for (const scope of meaning.value as Scope[]) lists.scopes.add(scope);
    } else if (meaning) {
      if (said.has(meaning.field)) errors.push({ word, message: 'was said before in another word. Leave one out.' });
      said.set(meaning.field, meaning.value);
    } else {
      const named = modelsNamed(word, models);
      for (const id of named) lists.models.add(id);
      if (named.length === 0) errors.push({ word, message: `is not understood. ${UNDERSTOOD}` });
    }
  }
  const key = KeyCreate.safeParse({
    name,
    scopes: lists.scopes.size > 0 ? [...lists.scopes] : [...DEFAULT_KEY_SCOPES],
    ...(lists.models.size > 0 ? { models: [...lists.models] } : {}),
    ...Object.fromEntries(said),
  });
  if (!key.success)
    errors.push(...key.error.issues.map((issue) => ({ word: String(issue.path[0]), message: issue.message })));
  return key.success && errors.length === 0 ? { key: key.data, errors: [] } : { key: null, errors };
}
