import { hkdfSync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import type { SessionRow, UserRow } from '../db/schema.js';
import type { Store } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import type { Identity } from '../http/identify.js';
import type { Auth } from './auth.js';
import { digestOfToken } from './one-time-token.js';
import type { Revocations } from './revocations.js';
import { cookieIn, cookieRules, tokenIn } from './session-cookie.js';
import { createSignInThrottles, type SignInThrottles } from './throttle.js';

/** That somebody is there is noted at most this often. */
const SEEN_EVERY_MS = 5 * 60_000;

/** People who sign in. */
export interface Accounts {
  /** Who is signed in by the cookies of a request: null without such a cookie, `expired` when its session has ended. */
  callerOf(headers: IncomingHttpHeaders): Identity;
  /** Signing in with a password, signing out, renewing. */
  auth(): Promise<Auth>;
  /** Signing in at the identity provider; null when there is none. */
  provider: (() => Promise<Auth>) | null;
  throttles: SignInThrottles;
}

interface Parts {
  config: Pick<Config, 'public_url' | 'oidc'>;
  store: Store;
  secretKey: Buffer;
  revocations: Revocations;
  log: FastifyBaseLogger;
}

type Found = Pick<SessionRow, 'id' | 'user_id' | 'expires_at' | 'updated_at'> &
  Pick<UserRow, 'name' | 'role' | 'disabled_at'>;

const callerOf = (row: Found): Caller => ({
  owner_id: row.user_id,
  name: row.name,
  role: row.role,
  kind: 'session',
  session_id: row.id,
  key: null,
  scopes: null,
  until: row.expires_at,
});

/** Made at its first use: most of the code behind it is needed by nobody who does not sign in. */
function late<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/**
 * A session is read from the database at each request, together with its person: one lookup in memory, and whoever is
 * signed out, disabled or given another role is so at once.
 */
export function createAccounts({ config, store, secretKey, revocations, log }: Parts): Accounts {
  const secret = Buffer.from(hkdfSync('sha256', secretKey, '', 'easel sign-in', 32)).toString('hex');
  const { session: name } = cookieRules(config);
  const start = async (provider: Config['oidc']) => {
    const [{ createAuth }, { createAuthRules }] = await Promise.all([import('./auth.js'), import('./auth-rules.js')]);
    return createAuth({ config, store, secret, rules: createAuthRules(revocations), log }, provider);
  };
  const query = store.read
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'sessions.user_id', 'sessions.expires_at', 'sessions.updated_at'])
    .select(['users.name', 'users.role', 'users.disabled_at'])
    .where('sessions.token', '=', '')
    .compile();
  const noting = new Set<string>();

  /** Not waited for. */
  function noteUse({ id, updated_at }: Found, now: number): void {
    if (now - Date.parse(updated_at) < SEEN_EVERY_MS || noting.has(id)) return;
    noting.add(id);
    const seen = { updated_at: new Date(now).toISOString() };
    store
      .write((tx) => tx.db.updateTable('sessions').set(seen).where('id', '=', id).execute())
      .catch((error: unknown) => log.warn({ err: error, session_id: id }, 'the use of a session was not noted'))
      .finally(() => noting.delete(id));
  }

  const { oidc } = config;
  return {
    callerOf(headers) {
      const value = cookieIn(headers.cookie, name);
      if (value === null) return null;
      const token = tokenIn(value, secret);
      const [row] = token === null ? [] : store.readCompiled<Found>(query, [digestOfToken(token)]);
      const now = Date.now();
      if (!row || row.disabled_at !== null || Date.parse(row.expires_at) <= now) return 'expired';
      noteUse(row, now);
      return callerOf(row);
    },
    auth: late(() => start(null)),
    provider: oidc && late(() => start(oidc)),
    throttles: createSignInThrottles(),
  };
}
