import { SCOPES } from '../http/route-metadata.js';
import type { KeyCreate } from './key.schema.js';
import { DEFAULT_KEY_SCOPES } from './parse-key-line.js';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const many = (n: number, thing: string) => `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;

/** Micro-dollars as a person writes them: `$5`, `$0.50`, `$0.0031`. */
function dollars(microusd: number): string {
  const usd = microusd / 1_000_000;
  if (Number.isInteger(usd)) return `$${usd}`;
  return `$${Number.isInteger(microusd / 10_000) ? usd.toFixed(2) : Number(usd.toFixed(6))}`;
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one));

function scopesInWords(scopes: readonly string[]): string {
  if (same(scopes, DEFAULT_KEY_SCOPES)) return 'makes and reads';
  if (
    same(
      scopes,
      SCOPES.filter((scope) => scope.endsWith(':read')),
    )
  )
    return 'reads only';
  if (
    same(
      scopes,
      SCOPES.filter((scope) => scope !== 'admin'),
    )
  )
    return 'all but administration';
  return scopes.join(', ');
}

/**
 * What a key may do and how far, one phrase for each: for chips beside a line that is being typed, and for lists.
 *
 * @example
 * describeKey({ name: 'bot', scopes: [...DEFAULT_KEY_SCOPES], models: ['ink-dev'], budget_microusd: 5_000_000 });
 * // ['makes and reads', 'ink-dev', '$5 a month']
 */
export function describeKey(key: Omit<KeyCreate, 'name'>): string[] {
  const { scopes, models, budget_microusd, rate_per_minute, concurrency_max, expires_at } = key;
  return [
    scopesInWords(scopes),
    ...(models ?? []),
    budget_microusd == null ? null : `${dollars(budget_microusd)} a month`,
    rate_per_minute == null ? null : `${many(rate_per_minute, 'request')} a minute`,
    concurrency_max == null ? null : `${many(concurrency_max, 'task')} at once`,
    expires_at == null ? null : `until ${day.format(new Date(expires_at))}`,
  ].filter((phrase) => phrase !== null);
}
