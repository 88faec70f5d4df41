import { randomUUID } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth/minimal';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import type { Store } from '../db/store.js';
import { newId } from '../ids.js';
import { type AuthRules, createAuthAdapter } from './auth-adapter.js';
import { AUTH_PATH } from './auth-names.js';
import { oidcPlugin } from './oidc.js';
import { cookieRules } from './session-cookie.js';

export const SESSION_S = 7 * 24 * 3600;
/** A session is renewed when a page asks who is signed in, a day after it was renewed last. */
export const RENEW_S = 24 * 3600;

export interface AuthParts {
  config: Pick<Config, 'public_url' | 'oidc'>;
  store: Store;
  /** Signs cookies. */
  secret: string;
  rules: AuthRules;
  log: FastifyBaseLogger;
}

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

const MODELS = {
  user: {
    modelName: 'users',
    fields: { ...dates, emailVerified: 'email_verified' },
    additionalFields: { role: { type: ['admin', 'member'], required: true, defaultValue: 'member', input: false } },
  },
  session: {
    modelName: 'sessions',
    fields: { ...dates, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    expiresIn: SESSION_S,
    updateAge: RENEW_S,
    cookieCache: { enabled: false },
  },
  account: {
    modelName: 'accounts',
    fields: {
      ...dates,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
    encryptOAuthTokens: true,
    updateAccountOnSignIn: false,
    // What anonymous visitors begin is kept in their browser, encrypted, not in the database.
    storeStateStrategy: 'cookie',
    accountLinking: { enabled: true, trustedProviders: [] },
  },
  verification: { modelName: 'verifications', fields: { ...dates, expiresAt: 'expires_at' } },
} satisfies Partial<BetterAuthOptions>;

const ID_PREFIX: Partial<Record<string, 'user' | 'session'>> = { user: 'user', session: 'session' };

function advanced(config: Pick<Config, 'public_url'>): NonNullable<BetterAuthOptions['advanced']> {
  const { prefix, session, secure } = cookieRules(config);
  return {
    database: {
      generateId: ({ model }) => {
        const known = ID_PREFIX[model];
        return known ? newId(known) : randomUUID();
      },
    },
    ipAddress: { disableIpTracking: true },
    cookiePrefix: prefix,
    cookies: { session_token: { name: session } },
    // The prefix is ours, so is the attribute.
    useSecureCookies: false,
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
    // Our own check of hosts and origins stands before every route; addresses to return to are checked here.
    disableCSRFCheck: true,
    disableOriginCheck: false,
  };
}

export type Auth = (request: Request) => Promise<Response>;

/**
 * better-auth over our store. With a provider it asks that at its start, so that signing in with a password has an
 * instance of its own.
 */
export async function createAuth(parts: AuthParts, provider: Config['oidc']): Promise<Auth> {
  const { config, store, secret, rules, log } = parts;
  const { betterAuth } = await import('better-auth/minimal');
  const auth = betterAuth({
    appName: 'Easel',
    ...MODELS,
    basePath: AUTH_PATH,
    baseURL:
      config.public_url === null
        ? { allowedHosts: ['127.0.0.1:*', 'localhost:*', '\\[::1\\]:*', '127.0.0.1', 'localhost'], protocol: 'http' }
        : new URL(config.public_url).origin,
    secrets: [{ version: 1, value: secret }],
    database: createAuthAdapter(store, rules),
    emailAndPassword: { enabled: provider === null, disableSignUp: true },
    plugins: provider === null ? [] : [await oidcPlugin(provider)],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: { errorURL: '/sign-in' },
    logger: {
      level: 'warn',
      // Arguments may hold what must not be logged.
      log: (level, message) => log[level === 'error' ? 'warn' : 'debug'](`better-auth: ${message}`),
    },
    advanced: advanced(config),
  });
  return (request) => auth.handler(request);
}
