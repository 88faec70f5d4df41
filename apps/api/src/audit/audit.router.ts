import type { Context } from '../context.js';
import {
  exportRoute,
  headsRoute,
  listAuditRoute,
  pruneRoute,
  storyRoute,
  verifyHeadRoute,
  verifyRoute,
} from './audit.route.js';

/** Every route of the audit room. */
export const auditHandlers = (ctx: Context) => ({
  list: listAuditRoute(ctx),
  verify: verifyRoute(ctx),
  verify_head: verifyHeadRoute(ctx),
  heads: headsRoute(ctx),
  export: exportRoute(ctx),
  prune: pruneRoute(ctx),
  target: storyRoute(ctx),
});
