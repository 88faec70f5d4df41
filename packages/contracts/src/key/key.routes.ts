import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { Key, KeyCreate, KeyPatch, KeyRotate, KeyWithSecret, OwnedKey } from './key.schema.js';

const c = initContract();
const one = z.object({ id: z.string().min(1).max(64) });
const idempotency = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() });
const body = problems(404, 413, 415);

/** API keys: what programs send instead of signing in. */
export const keyRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/keys',
    summary: 'List your keys, newest first',
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Key).meta({ id: 'KeyPage' }) },
    metadata: access('member', 'keys:read'),
  },
  create: {
    method: 'POST',
    path: '/v1/keys',
    summary: 'Make a key',
    description:
      'The secret is in this answer only: a repetition with the same Idempotency-Key answers without it. A key made by a key can do no more than its maker.',
    headers: idempotency,
    body: KeyCreate,
    responses: { 201: KeyWithSecret, ...problems(410, 409, 413, 415, 422) },
    metadata: access('member', 'keys:write'),
  },
  get: {
    method: 'GET',
    path: '/v1/keys/:id',
    summary: 'Get a key',
    pathParams: one,
    responses: { 200: Key, ...problems(404) },
    metadata: access('member', 'keys:read'),
  },
  patch: {
    method: 'PATCH',
    path: '/v1/keys/:id',
    summary: 'Change name, scopes or limits of a key',
    pathParams: one,
    body: KeyPatch,
    responses: { 200: Key, ...body, ...problems(409) },
    metadata: access('member', 'keys:write'),
  },
  revoke: {
    method: 'DELETE',
    path: '/v1/keys/:id',
    summary: 'Revoke a key: it is refused from now on, and its open streams end',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Key, ...body },
    metadata: access('member', 'keys:write'),
  },
  rotate: {
    method: 'POST',
    path: '/v1/keys/:id/rotate',
    summary: 'Give a key a new secret; the present one stays good for a while',
    description: 'The secret is in this answer only. Of two secrets that overlap, a further rotation ends the older.',
    pathParams: one,
    headers: idempotency,
    body: KeyRotate,
    responses: { 200: KeyWithSecret, ...body, ...problems(409, 410, 422) },
    metadata: access('member', 'keys:write'),
  },
  list_all: {
    method: 'GET',
    path: '/v1/admin/keys',
    summary: 'List the keys of all owners, newest first',
    query: z.strictObject({ ...PAGE_QUERY, owner_id: z.string().min(1).max(64).optional() }),
    responses: { 200: pageOf(OwnedKey).meta({ id: 'OwnedKeyPage' }) },
    metadata: access('admin', 'admin'),
  },
  revoke_any: {
    method: 'DELETE',
    path: '/v1/admin/keys/:id',
    summary: 'Revoke a key of anyone',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: OwnedKey, ...body },
    metadata: access('admin', 'admin'),
  },
});
