import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { AssetRow } from '../db/schema.js';
import { HttpProblem } from '../http/http-problem.js';
import { matchesTag, parseRange } from '../http/range.js';
import { findAsset, findSignedAsset } from './asset.repository.js';
import type { AssetContext } from './asset-context.js';
import { assetNotFound } from './asset-not-found.js';
import { fileName } from './file-name.js';

export type Kind = 'content' | 'preview';

/** What a handler is given, as far as it matters here. */
interface Request {
  params: { id: string };
  query: { exp?: string | undefined; sig?: string | undefined; download?: '1' | undefined };
  headers: { range?: string | undefined; 'if-none-match'?: string | undefined };
  request: Pick<FastifyRequest, 'caller' | 'content_type' | 'headers'>;
  reply: { header(name: string, value: string): unknown; headers(values: Record<string, string | number>): unknown };
}

/** A signature that is given decides, also for the owner: a link that was tampered with or has expired opens nothing. */
async function findReadable(ctx: AssetContext, kind: Kind, { params, query, request }: Request): Promise<AssetRow> {
  const { exp, sig } = query;
  const db = ctx.store.read;
  let row: AssetRow | undefined;
  if (exp !== undefined || sig !== undefined) {
    if (ctx.urls.verify(params.id, kind, exp ?? '', sig ?? '')) row = await findSignedAsset(db, params.id);
  } else if (request.caller) {
    row = await findAsset(db, request.caller.owner_id, params.id);
  }
  if (!row) throw assetNotFound();
  return row;
}

async function describe(ctx: AssetContext, kind: Kind, row: AssetRow) {
  if (kind === 'content') return { sha256: row.sha256, bytes: row.bytes, content_type: row.content_type };
  const { preview_sha256: sha256 } = row;
  return ctx.store.read
    .selectFrom('blobs')
    .select(['sha256', 'bytes', 'content_type'])
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow();
}

/** Answers with the bytes of an asset or of its preview: whole, a range of them, or not at all when they are known. */
export async function serveBytes(
  ctx: AssetContext,
  kind: Kind,
  incoming: Request,
): Promise<{ status: 200 | 206; body: Readable } | { status: 304; body: undefined }> {
  const { query, headers, request, reply } = incoming;
  const row = await findReadable(ctx, kind, incoming);
  const blob = await describe(ctx, kind, row);
  const etag = `"${blob.sha256}"`;
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? parseRange(headers.range, blob.bytes) : null;
  const known = headers['if-none-match'] !== undefined && matchesTag(headers['if-none-match'], etag);
  if (range === 'unsatisfiable' && !known) {
    reply.header('content-range', `bytes */${blob.bytes}`);
    throw new HttpProblem('range_not_satisfiable', `The range lies outside of the ${blob.bytes} bytes of this file.`);
  }
  reply.headers({ etag, 'cache-control': 'private, max-age=31536000, immutable' });
  if (known || range === 'unsatisfiable') return { status: 304, body: undefined };
  request.content_type = blob.content_type;
  const name = fileName(row, blob.content_type);
  reply.headers({
    'accept-ranges': 'bytes',
    'content-disposition': `${query.download === '1' ? 'attachment' : 'inline'}; filename="${name}"`,
    'content-length': range ? range.end - range.start + 1 : blob.bytes,
    'x-content-type-options': 'nosniff',
  });
  if (!range) return { status: 200, body: ctx.storage.stream(blob.sha256) };
  reply.header('content-range', `bytes ${range.start}-${range.end}/${blob.bytes}`);
  return { status: 206, body: ctx.storage.stream(blob.sha256, range) };
}
