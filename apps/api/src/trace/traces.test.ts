import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeBackend, workerError } from '../../test/fake-backend.js';
import { startApp } from '../../test/harness.js';
import { readTraceParent } from './trace-parent.js';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number; message?: string };
}

let collector: Server;
let spans: Span[];
let headers: Record<string, unknown>;
beforeEach(async () => {
  spans = [];
  collector = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    headers = request.headers;
    expect(request.url).toBe('/v1/traces');
    const { resourceSpans } = JSON.parse(Buffer.concat(pieces).toString());
    for (const resource of resourceSpans) for (const scope of resource.scopeSpans) spans.push(...scope.spans);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
});
afterEach(() => void collector.close());

const endpoint = () => `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
const named = (name: string) => spans.filter((span) => span.name === name);
const attribute = (span: Span | undefined, key: string) => {
  const value = span?.attributes.find((each) => each.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

test('a task lives in the trace of the request that made it, which lives in its caller’s', async () => {
  const backend = new FakeBackend().expect({ end: { error: workerError('model_error', true) } }).expect({});
  const config = { otlp_endpoint: endpoint(), otlp_headers: { 'x-collector': 'known' } };
  const app = await startApp({ backend, config });
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const traceparent = `00-${trace}-b7ad6b7169203331-01`;
  const task = await app.ended((await app.create({}, { traceparent })).id);
  await app.call('GET', '/v1/health');
  expect(task.attempt).toBe(2);
  await app.stop();
  const [request] = named('POST /v1/tasks');
  expect(request).toMatchObject({ traceId: trace, parentSpanId: 'b7ad6b7169203331' });
  expect([attribute(request, 'http.response.status_code'), attribute(request, 'http.route')]).toEqual([
    202,
    '/v1/tasks',
  ]);
  const [whole] = named(`task ${task.mode}`);
  expect(whole).toMatchObject({ traceId: trace, parentSpanId: request?.spanId });
  expect([attribute(whole, 'easel.task.id'), attribute(whole, 'easel.task.status')]).toEqual([task.id, 'done']);
  const attempts = named('attempt');
  expect(attempts.map((span) => [span.parentSpanId, span.status.message])).toEqual([
    [whole?.spanId, 'model_error'],
    [whole?.spanId, undefined],
  ]);
  for (const name of ['queued', 'submit', 'run']) {
    expect(named(name).every((span) => span.traceId === trace)).toBe(true);
    expect(named(name).length).toBeGreaterThan(0);
  }
  for (const span of spans) {
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
    expect(attribute(span, 'http.route')).not.toBe('/v1/health');
  }
  expect(headers['x-collector']).toBe('known');
  expect(JSON.stringify(spans)).not.toContain('a hill');
});

test('a caller’s trace counts only in its own form', () => {
  const [trace, span] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  expect(readTraceParent(`00-${trace}-${span}-00`)).toMatchObject({ traceId: trace, spanId: span, traceFlags: 0 });
  const wrong = [undefined, '', ['a'], `01-${trace}-${span}-01`, `00-${'0'.repeat(32)}-${span}-01`];
  for (const header of [...wrong, `00-${trace}-${'0'.repeat(16)}-01`, `00-${trace.toUpperCase()}-${span}-01`]) {
    expect(readTraceParent(header)).toBeNull();
  }
});

test('a collector that is away hurts nobody', async () => {
  const app = await startApp({
    backend: new FakeBackend().expect({}),
    config: { otlp_endpoint: 'http://127.0.0.1:1' },
  });
  expect((await app.ended((await app.create()).id)).status).toBe('done');
  await app.stop();
});
