import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { MediaType } from '../model/modes.js';
import { Asset, AssetKind, AssetPatch } from './asset.schema.js';

const c = initContract();
const assetId = z.object({ id: z.string().min(1).max(64) });
const signature = {
  /** End of validity in Unix seconds. */
  exp: z.string().max(20).optional(),
  sig: z.string().max(100).optional(),
  download: z.enum(['1']).optional(),
};
const bytes = c.otherResponse({ contentType: 'application/octet-stream', body: z.unknown() });

/** Uploads, the gallery, and bytes. */
export const assetRoutes = c.router({
  upload: {
    method: 'POST',
    path: '/v1/assets',
    summary: 'Upload an image',
    description:
      'One multipart part named "file": PNG, JPEG, WebP or AVIF, told by its content. Answers 200 when it was there.',
    contentType: 'multipart/form-data',
    body: c.type<FormData>(),
    headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
    responses: { 200: Asset, 201: Asset, ...problems(409, 413, 415, 422, 429) },
    metadata: access('member', 'assets:write'),
  },
  list: {
    method: 'GET',
    path: '/v1/assets',
    summary: 'List assets, newest first',
    query: z.strictObject({
      ...PAGE_QUERY,
      kind: AssetKind.optional(),
      favorite: z.enum(['true', 'false']).optional(),
      model: z.string().max(64).optional(),
      type: MediaType.optional(),
    }),
    responses: { 200: pageOf(Asset).meta({ id: 'AssetPage' }) },
    metadata: access('member', 'assets:read'),
  },
  get: {
    method: 'GET',
    path: '/v1/assets/:id',
    summary: 'Get an asset',
    pathParams: assetId,
    responses: { 200: Asset, ...problems(404) },
    metadata: access('member', 'assets:read'),
  },
  patch: {
    method: 'PATCH',
    path: '/v1/assets/:id',
    summary: 'Mark as favourite, set tags',
    pathParams: assetId,
    body: AssetPatch,
    responses: { 200: Asset, ...problems(404, 413, 415) },
    metadata: access('member', 'assets:write'),
  },
  remove: {
    method: 'DELETE',
    path: '/v1/assets/:id',
    summary: 'Delete an asset; can be undone for 24 hours',
    pathParams: assetId,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...problems(404, 409, 413, 415) },
    metadata: access('member', 'assets:write'),
  },
  restore: {
    method: 'POST',
    path: '/v1/assets/:id/restore',
    summary: 'Undo the deletion of an asset',
    pathParams: assetId,
    body: c.noBody(),
    responses: { 200: Asset, ...problems(404, 410, 413, 415) },
    metadata: access('member', 'assets:write'),
  },
  content: {
    method: 'GET',
    path: '/v1/assets/:id/content',
    summary: 'The bytes of an asset',
    description: 'Open to its owner, or to anyone with a signed URL. Supports Range and If-None-Match.',
    pathParams: assetId,
    query: z.strictObject(signature),
    headers: z.object({ range: z.string().max(200).optional(), 'if-none-match': z.string().max(500).optional() }),
    responses: { 200: bytes, 206: bytes, 304: c.noBody(), ...problems(404, 416) },
    metadata: access('public'),
  },
  preview: {
    method: 'GET',
    path: '/v1/assets/:id/preview',
    summary: 'A small WebP of an asset',
    pathParams: assetId,
    query: z.strictObject(signature),
    headers: z.object({ range: z.string().max(200).optional(), 'if-none-match': z.string().max(500).optional() }),
    responses: { 200: bytes, 206: bytes, 304: c.noBody(), ...problems(404, 416) },
    metadata: access('public'),
  },
});
