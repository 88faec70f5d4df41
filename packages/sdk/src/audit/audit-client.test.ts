import type { AuditHead } from '@easel/contracts';
import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type Easel } from '../index.js';

const AUDIT = '/v1/admin/audit';
const connect = (url: string) => createEasel<AnyModels>({ base_url: url }).audit;
const away = problem(503, 'unavailable', { retryable: true });
const HEAD: AuditHead = {
  v: 1,
  seq: 9,
  hash: 'a'.repeat(64),
  at: '2026-01-01T00:00:00.000Z',
  key_id: 'k',
  signature: 's',
};

type AuditRoom = Easel<AnyModels>['audit'];

const CALLS: [name: string, call: (audit: AuditRoom) => Promise<unknown>, request: string, body?: unknown][] = [
  ['list', (a) => a.list({ action: 'key.revoke', limit: 5 }), `GET ${AUDIT}?action=key.revoke&limit=5`],
  ['verify', (a) => a.verify(), `GET ${AUDIT}/verify`],
  ['verify with a head', (a) => a.verify(HEAD), `POST ${AUDIT}/verify`, { head: HEAD }],
  ['heads', (a) => a.heads(), `GET ${AUDIT}/heads`],
  ['target', (a) => a.target('task_1', { limit: 2 }), `GET ${AUDIT}/targets/task_1?limit=2`],
];

test.each(CALLS)('%s asks for what the contract declares, and is repeated when the server is away', async (...one) => {
  const [, call, request, body] = one;
  const server = await withServer([request, away], [request, { json: { it: 'is' } }]);
  expect(await call(connect(server.url))).toEqual({ it: 'is' });
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(2).fill(body === undefined ? '' : JSON.stringify(body)));
});

test('a removal is not repeated by itself', async () => {
  const server = await withServer([`POST ${AUDIT}/prune`, away]);
  await expect(connect(server.url).prune(90)).rejects.toMatchObject({ code: 'unavailable' });
  expect(server.seen.map((seen) => seen.body)).toEqual(['{"older_than_days":90}']);
});

test('all goes from page to page', async () => {
  const server = await withServer(
    [`GET ${AUDIT}?limit=100&outcome=refused`, { json: { items: [{ seq: 3 }, { seq: 2 }], next_cursor: 'c' } }],
    [`GET ${AUDIT}?limit=100&outcome=refused&cursor=c`, { json: { items: [{ seq: 1 }], next_cursor: null } }],
  );
  const seqs: number[] = [];
  for await (const { seq } of connect(server.url).all({ outcome: 'refused' })) seqs.push(seq);
  expect(seqs).toEqual([3, 2, 1]);
});
