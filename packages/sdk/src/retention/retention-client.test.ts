import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type Easel } from '../index.js';

const RETENTION = '/v1/admin/retention';
const RULES = [{ kind: 'output' as const, older_than_days: 30 }];
const away = problem(503, 'unavailable', { retryable: true });

/** What is called, the request that it makes, and the body that it sends. */
const CALLS: [name: string, call: (easel: Easel<AnyModels>) => Promise<unknown>, request: string, body?: unknown][] = [
  ['get', (e) => e.retention.get(), `GET ${RETENTION}`],
  ['put', (e) => e.retention.put(RULES), `PUT ${RETENTION}`, { rules: RULES }],
  ['preview', (e) => e.retention.preview(RULES), `POST ${RETENTION}/preview`, { rules: RULES }],
  ['the disk', (e) => e.storage.get(), 'GET /v1/admin/storage'],
];

test.each(CALLS)('%s asks for what the contract declares, and is repeated when the server is away', async (...one) => {
  const [, call, request, body] = one;
  const server = await withServer([request, away], [request, { json: { seen: true } }]);
  expect(await call(createEasel<AnyModels>({ base_url: server.url }))).toEqual({ seen: true });
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(2).fill(body === undefined ? '' : JSON.stringify(body)));
});

test('a run is not repeated by itself', async () => {
  const server = await withServer([`POST ${RETENTION}/run`, away]);
  await expect(createEasel<AnyModels>({ base_url: server.url }).retention.run()).rejects.toThrow();
  expect(server.seen).toHaveLength(1);
});
