import type { Key, Scope } from '@easel/contracts';
import type { Context } from '../context.js';
import type { KeyRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { findKey, modelsOf, scopesOf } from './key.repository.js';

/** What a key may do: the part of it that one who gives it must have. */
export type Powers = Pick<
  Key,
  'scopes' | 'models' | 'expires_at' | 'rate_per_minute' | 'concurrency_max' | 'budget_microusd'
>;

export const powersOf = (row: KeyRow): Powers => ({
  scopes: scopesOf(row),
  models: modelsOf(row),
  expires_at: row.expires_at,
  rate_per_minute: row.rate_per_minute,
  concurrency_max: row.concurrency_max,
  budget_microusd: row.budget_microusd,
});

const forbidden = (detail: string) => new HttpProblem('forbidden', detail);

/** A limit that is not there is the widest. */
const isAbove = <V extends number | string>(wanted: V | null, own: V | null): boolean =>
  own !== null && (wanted === null || wanted > own);

function checkAgainstMaker(wanted: Powers, own: Powers): void {
  const missing = wanted.scopes.find((scope) => !own.scopes.includes(scope));
  if (missing !== undefined) throw forbidden(`This key lacks the scope ${missing}, so it can not give it.`);
  if (own.models !== null) {
    const allowed: readonly string[] = own.models;
    const beyond = wanted.models === null ? 'all models' : wanted.models.find((model) => !allowed.includes(model));
    if (beyond !== undefined) {
      throw forbidden(`This key may use ${own.models.join(', ')} only: it can not allow ${beyond}.`);
    }
  }
  const limits = ['expires_at', 'rate_per_minute', 'concurrency_max', 'budget_microusd'] as const;
  for (const limit of limits) {
    if (isAbove(wanted[limit], own[limit])) {
      throw forbidden(`This key has ${limit} ${own[limit]}: give ${limit} of at most that.`);
    }
  }
}

/** Refuses to give what the giver does not have: nobody comes to more by way of another key. */
export async function checkPowers(tx: Tx, caller: Caller, wanted: Powers): Promise<void> {
  const admin: Scope = 'admin';
  if (wanted.scopes.includes(admin)) {
    if (caller.role !== 'admin') throw forbidden('Only an administrator can give the scope admin.');
    if (caller.key) throw forbidden('No key may give the scope admin. Sign in instead.');
  }
  if (!caller.key) return;
  const maker = await findKey(tx.db, caller.owner_id, caller.key.id);
  if (!maker) throw new HttpProblem('invalid_api_key', 'This key is no longer there.');
  checkAgainstMaker(wanted, powersOf(maker));
}

/** Refuses models that the settings do not know. */
export function checkKeyModels({ settings }: Pick<Context, 'settings'>, models: string[] | null | undefined): void {
  const known = Object.keys(settings.models);
  const errors = (models ?? []).flatMap((model, i) =>
    known.includes(model) ? [] : [{ path: `models.${i}`, message: `is not a model: ${known.join(', ')}` }],
  );
  const [first] = errors;
  if (first) throw new HttpProblem('invalid_input', `${first.path}: ${first.message}.`, { errors });
}

/** Refuses an expiry that has passed. */
export function checkExpiry(expires_at: string | null | undefined): void {
  if (expires_at === null || expires_at === undefined || Date.parse(expires_at) > Date.now()) return;
  const message = 'must be in the future. Revoke the key to end it now';
  throw new HttpProblem('invalid_input', `expires_at: ${message}.`, { errors: [{ path: 'expires_at', message }] });
}
