import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { applyRetention } from './apply.js';
import { previewRetention } from './preview.js';
import { readRetention, replaceRules } from './rules.js';

type Routes = Contract['retention'];

/** What is removed by itself when it is old. */
export const retentionHandlers = (ctx: Context) => {
  const get: Handler<Routes['get']> = async () => ({ status: 200, body: await readRetention(ctx) });
  const put: Handler<Routes['put']> = async ({ body, request }) => ({
    status: 200,
    body: await replaceRules(ctx, body.rules, requesterOf(request)),
  });
  const preview: Handler<Routes['preview']> = async ({ body }) => ({
    status: 200,
    body: await previewRetention(ctx, body.rules),
  });
  const run: Handler<Routes['run']> = async ({ request }) => ({
    status: 200,
    body: await applyRetention(ctx, requesterOf(request)),
  });
  return { get, put, preview, run };
};
