import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { onHangUp } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { exportAudit } from './export-audit.js';
import { listAudit } from './list-audit.js';
import { pruneAudit } from './prune-audit.js';
import { tellStory } from './target-story.js';
import { verifyAudit } from './verify-audit.js';

type Routes = Contract['audit'];

export const listAuditRoute =
  (ctx: Context): Handler<Routes['list']> =>
  async ({ query }) => ({ status: 200, body: await listAudit(ctx, query) });

export const verifyRoute =
  (ctx: Context): Handler<Routes['verify']> =>
  async () => ({ status: 200, body: await verifyAudit(ctx) });

export const verifyHeadRoute =
  (ctx: Context): Handler<Routes['verify_head']> =>
  async ({ body }) => ({ status: 200, body: await verifyAudit(ctx, body.head) });

export const headsRoute =
  ({ audit }: Context): Handler<Routes['heads']> =>
  async () => {
    const latest = await audit.heads.sign();
    const { key_id, public_key } = audit.key;
    const recent = audit.heads.recent().toReversed();
    return { status: 200, body: { latest, key_id, public_key, file: audit.heads.file, recent } };
  };

export const exportRoute =
  (ctx: Context): Handler<Routes['export']> =>
  async ({ request, reply }) => {
    const body = await exportAudit(ctx, requesterOf(request));
    onHangUp(reply, () => body.destroy());
    reply.header('content-disposition', 'attachment; filename="easel-audit.ndjson"');
    return { status: 200, body };
  };

export const pruneRoute =
  (ctx: Context): Handler<Routes['prune']> =>
  async ({ body, request }) => ({
    status: 200,
    body: await pruneAudit(ctx, requesterOf(request), body.older_than_days),
  });

export const storyRoute =
  (ctx: Context): Handler<Routes['target']> =>
  async ({ params, query }) => ({ status: 200, body: await tellStory(ctx, params.id, query) });
