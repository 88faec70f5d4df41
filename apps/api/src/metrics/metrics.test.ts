import { afterEach, expect, test } from 'vitest';
import { FakeBackend, workerError } from '../../test/fake-backend.js';
import { startApp, type TestApp } from '../../test/harness.js';

let app: TestApp;
afterEach(() => app.stop());

const WORD = 'scrape-4711';
const scrape = (headers: Record<string, string> = {}) => app.call('GET', '/metrics', { headers });

/** Values by name and labels, the labels in any order. */
function valuesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', labels = '', value = ''] = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name === '') throw new Error(`not in the format of Prometheus: ${line}`);
      return [`${name}{${labels.split(',').sort().join(',')}}`, Number(value)];
    }),
  );
}

test('counts tasks as they end, once each, and requests by route and status', async () => {
  const backend = new FakeBackend().expect({}).expect({ end: { error: workerError('out_of_memory', false) } });
  app = await startApp({ backend });
  const done = await app.ended((await app.create()).id);
  const failed = await app.ended((await app.create()).id);
  await app.call('PATCH', `/v1/assets/${done.outputs[0]?.id}`, { body: { favorite: true } });
  await app.call('PATCH', `/v1/tasks/${done.id}`, { body: { metadata: { a: 'b' } } });
  await app.call('GET', '/v1/tasks/task_00000000000000000000000000');
  await app.call('GET', '/v1/no/such?secret=1');
  const { text, headers } = await scrape();
  expect(headers['content-type']).toMatch(/^text\/plain; version=/);
  const values = valuesOf(text);
  const model = `model="${done.model}"`;
  expect(values.get(`easel_tasks_finished_total{code="",${model},status="done"}`)).toBe(1);
  expect(values.get(`easel_tasks_finished_total{code="out_of_memory",${model},status="failed"}`)).toBe(1);
  expect(values.get(`easel_attempts_total{${model}}`)).toBe(done.attempt + failed.attempt);
  expect(values.get(`easel_task_run_seconds_count{${model}}`)).toBe(1);
  expect(values.get(`easel_task_wait_seconds_count{${model}}`)).toBe(2);
  expect(values.get('easel_tasks{status="done"}')).toBe(1);
  expect(values.get('easel_backend_state{backend="fake",state="ready"}')).toBe(1);
  expect(values.get('easel_http_request_seconds_count{method="POST",route="/v1/tasks",status="202"}')).toBe(2);
  expect(values.get('easel_http_request_seconds_count{method="GET",route="/v1/tasks/:id",status="404"}')).toBe(1);
  expect(values.get('easel_http_request_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
  const buckets = [...values].filter(([name]) => /_bucket.*route="\/v1\/tasks",status="202"/.test(name));
  expect(buckets.map(([, value]) => value)).toEqual(buckets.map(([, value]) => value).sort((a, b) => a - b));
  expect([...values.keys()].some((name) => name.startsWith('process_cpu_seconds_total'))).toBe(true);
  expect(values.get('easel_disk_bytes{what="free"}')).toBeGreaterThan(0);
  expect(text).not.toContain('secret');
});

test('is open to the token and to administrators, and to nobody else', async () => {
  app = await startApp({ config: { auth: 'accounts', metrics_token: WORD } });
  const refused = [undefined, 'Bearer wrong', `Bearer ${WORD}x`, `Basic ${WORD}`, WORD].map(async (authorization) => {
    const answer = await scrape(authorization === undefined ? {} : { authorization });
    return [answer.status, answer.text.includes('easel_tasks')];
  });
  expect(await Promise.all(refused)).toEqual(Array(5).fill([401, false]));
  expect((await scrape({ authorization: `Bearer ${WORD}` })).status).toBe(200);
  // By the name that a network of containers gives the server.
  expect((await scrape({ authorization: `Bearer ${WORD}`, host: 'easel:4100' })).status).toBe(200);
  expect((await scrape({ host: 'easel:4100' })).status).toBe(403);
  // The token opens nothing else.
  const other = await app.call('GET', '/v1/tasks', { headers: { authorization: `Bearer ${WORD}` } });
  expect(other.status).toBe(401);
});
