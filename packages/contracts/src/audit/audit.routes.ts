import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { Timestamp } from '../ids.js';
import {
  AuditEntry,
  AuditHeads,
  AuditPrune,
  AuditPruned,
  AuditStory,
  AuditVerification,
  AuditVerify,
} from './audit.schema.js';
import { AuditAction, AuditOutcome } from './audit-actions.js';

const c = initContract();
const admin = access('admin', 'admin');
const lines = c.otherResponse({ contentType: 'application/x-ndjson', body: z.unknown() });
const word = z.string().min(1).max(128).optional();

/** The audit log: who did what, and the proof that it is unchanged. For operators. */
export const auditRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/admin/audit',
    summary: 'List entries of the audit log, newest first',
    query: z.strictObject({
      ...PAGE_QUERY,
      actor_id: word,
      action: AuditAction.optional(),
      target_id: word,
      outcome: AuditOutcome.optional(),
      request_id: word,
      /** At or after this time. */
      after: Timestamp.optional(),
      /** Before this time. */
      before: Timestamp.optional(),
    }),
    responses: { 200: pageOf(AuditEntry).meta({ id: 'AuditPage' }) },
    metadata: admin,
  },
  verify: {
    method: 'GET',
    path: '/v1/admin/audit/verify',
    summary: 'Check the whole log: its chain, its numbers, and every signed head of this installation',
    query: z.strictObject({}),
    responses: { 200: AuditVerification },
    metadata: admin,
  },
  verify_head: {
    method: 'POST',
    path: '/v1/admin/audit/verify',
    summary: 'Check the whole log against a head that was kept elsewhere; changes nothing',
    body: AuditVerify,
    responses: { 200: AuditVerification, ...problems(413, 415) },
    metadata: admin,
  },
  heads: {
    method: 'GET',
    path: '/v1/admin/audit/heads',
    summary: 'The newest signed head and the public key; keep the head elsewhere',
    query: z.strictObject({}),
    responses: { 200: AuditHeads },
    metadata: admin,
  },
  export: {
    method: 'GET',
    path: '/v1/admin/audit/export',
    summary: 'The whole log, one JSON text a line, oldest first',
    description:
      'The first line is `{"base": …}` when older entries were removed; the last is `{"head": …, "public_key": …}`. `npm run audit:verify -- --export <file>` checks it anywhere.',
    query: z.strictObject({}),
    responses: { 200: lines },
    metadata: admin,
  },
  prune: {
    method: 'POST',
    path: '/v1/admin/audit/prune',
    summary: 'Remove old entries; the rest stays provable',
    body: AuditPrune,
    responses: { 200: AuditPruned, ...problems(409, 413, 415) },
    metadata: admin,
  },
  target: {
    method: 'GET',
    path: '/v1/admin/audit/targets/:id',
    summary: 'Everything done to one thing, and what is still known of it',
    pathParams: z.object({ id: z.string().min(1).max(128) }),
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: AuditStory, ...problems(404) },
    metadata: admin,
  },
});
