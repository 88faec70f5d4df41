/** What a caller must hold to use a route. One hook in the API enforces it. */
export interface RouteMetadata {
  auth: 'public' | 'member' | 'admin';
  scope?: Scope;
}

/** Scopes an API key can carry. */
export const SCOPES = [
  'models:read',
  'tasks:read',
  'tasks:write',
  'assets:read',
  'assets:write',
  'usage:read',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Gives a route's metadata its type. */
export const access = (auth: RouteMetadata['auth'], scope?: Scope): RouteMetadata =>
  scope === undefined ? { auth } : { auth, scope };

/** Header names that are part of the contract. */
export const CONTRACT_HEADER = 'x-easel-contract';
export const REPLAYED_HEADER = 'idempotency-replayed';
export const REQUEST_ID_HEADER = 'x-request-id';
