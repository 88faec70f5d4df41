/** What a caller must hold to use a route. One hook in the API enforces it. */
export interface RouteMetadata {
  auth: 'public' | 'member' | 'admin';
  /** What a key must carry. `session`: only a person who is signed in may, no key. */
  scope?: Scope | 'session';
}

/** Scopes an API key can carry. */
export const SCOPES = [
  'models:read',
  'tasks:read',
  'tasks:write',
  'assets:read',
  'assets:write',
  'usage:read',
  'keys:read',
  'keys:write',
  'webhooks:read',
  'webhooks:write',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Gives a route's metadata its type. */
export const access = (auth: RouteMetadata['auth'], scope?: Scope | 'session'): RouteMetadata =>
  scope === undefined ? { auth } : { auth, scope };

/** Header names that are part of the contract. */
export const CONTRACT_HEADER = 'x-easel-contract';
export const REPLAYED_HEADER = 'idempotency-replayed';
export const REQUEST_ID_HEADER = 'x-request-id';
