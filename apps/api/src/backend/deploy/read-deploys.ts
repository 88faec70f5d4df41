import type { DeployLog } from '@easel/contracts';
import type { Context } from '../../context.js';
import { decodeCursor, page } from '../../http/cursor.js';
import { HttpProblem } from '../../http/http-problem.js';
import { findBackend } from '../backend.repository.js';
import { backendNotFound } from '../backend-view.js';
import { EMBEDDED_ID } from '../embedded-switches.js';
import { deployView, LISTED } from './deploy.repository.js';

const MAX_CHARS = 256 * 1024;

/** A page of the deployments of a backend, newest first. */
export async function listDeploys(ctx: Context, id: string, filter: { limit: number; cursor?: string | undefined }) {
  const known = id === EMBEDDED_ID ? ctx.backends.get(id) : await findBackend(ctx.store.read, id);
  if (!known) throw backendNotFound(id);
  let query = ctx.store.read.selectFrom('deploys').select(LISTED).where('backend_id', '=', id);
  if (filter.cursor !== undefined) query = query.where('id', '<', decodeCursor(filter.cursor, 'deploy'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, filter.limit);
  return { items: rows.map(deployView), next_cursor };
}

async function readLog(ctx: Context, id: string, deploy_id: string, offset: number): Promise<DeployLog> {
  const row = await ctx.store.read.selectFrom('deploys').selectAll().where('id', '=', deploy_id).executeTakeFirst();
  if (!row || row.backend_id !== id)
    throw new HttpProblem('not_found', `There is no deployment ${deploy_id} of ${id}.`);
  const from = Math.min(offset, row.log.length);
  const text = row.log.slice(from, from + MAX_CHARS);
  const next_offset = from + text.length;
  const done = row.finished_at !== null && next_offset >= row.log.length;
  return { deploy: deployView(row), offset: from, text, next_offset, done };
}

/** Part of a log. When there is nothing new yet, waits for it, or for the deployment to come further. */
export async function followLog(
  ctx: Context,
  target: { id: string; deploy_id: string; offset: number },
  options: { timeout_ms: number; signal: AbortSignal },
): Promise<DeployLog> {
  const { id, deploy_id, offset } = target;
  const signal = AbortSignal.any([options.signal, ctx.closing.signal, AbortSignal.timeout(options.timeout_ms)]);
  // Whatever happens while the log is read counts.
  const news = ctx.deployer.news(deploy_id, signal);
  const now = await readLog(ctx, id, deploy_id, offset);
  if (now.done || now.text !== '' || options.timeout_ms === 0) return now;
  await news;
  return readLog(ctx, id, deploy_id, offset);
}
