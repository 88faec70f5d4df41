import type { Context } from '../context.js';
import {
  createKeyRoute,
  getKeyRoute,
  listAllKeysRoute,
  listKeysRoute,
  patchKeyRoute,
  revokeAnyKeyRoute,
  revokeKeyRoute,
  rotateKeyRoute,
} from './key.route.js';

/** Every route of the key room. */
export const keyHandlers = (ctx: Context) => ({
  list: listKeysRoute(ctx),
  create: createKeyRoute(ctx),
  get: getKeyRoute(ctx),
  patch: patchKeyRoute(ctx),
  revoke: revokeKeyRoute(ctx),
  rotate: rotateKeyRoute(ctx),
  list_all: listAllKeysRoute(ctx),
  revoke_any: revokeAnyKeyRoute(ctx),
});
