import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { createGuardedAgent } from './guarded-agent.js';
import { sendWebhook } from './send-webhook.js';
import { makeWebhookSecret } from './webhook-secret.js';

let server: Server;
afterEach(() => server.close());

async function send(listener: RequestListener, secrets = [makeWebhookSecret()], body = '{"type":"task.done"}') {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return sendWebhook(
    createGuardedAgent({ allowed_hosts: [host] }),
    { id: 'delivery_1', url: `http://${host}/hook?a=b`, body, secrets },
    { now: Date.now(), signal: new AbortController().signal },
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

test('the official library verifies what is sent, by either secret, and no other', async () => {
  const secrets = [makeWebhookSecret(), makeWebhookSecret()];
  const body = '{"type":"task.done","prompt":"Käse 🧀"}';
  let seen: { headers: Record<string, string>; text: string; url: string | undefined } | undefined;
  const sent = await send(
    async (request, response) => {
      seen = { headers: request.headers as Record<string, string>, text: await textOf(request), url: request.url };
      response.writeHead(204).end();
    },
    secrets,
    body,
  );
  expect(sent).toMatchObject({ status: 204, error: null });
  if (!seen) throw new Error('nothing was received');
  const { headers, text } = seen;
  expect(text).toBe(body);
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'delivery_1' });
  expect(headers['user-agent']).toMatch(/^Easel\//);
  for (const secret of secrets) expect(new Webhook(secret).verify(text, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(makeWebhookSecret()).verify(text, headers)).toThrow();
});

test('the signature is not kept', async () => {
  const sent = await send((_request, response) => response.end());
  expect(sent.request_headers['webhook-signature']).toBe('[removed]');
  expect(JSON.stringify(sent)).not.toContain('v1,');
});

test('redirects are not followed', async () => {
  let requests = 0;
  const sent = await send((_request, response) => {
    requests += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect([sent.status, sent.error, requests]).toEqual([307, expect.stringMatching(/redirects are not followed/), 1]);
});

test('of an endless answer the beginning is kept', async () => {
  let stopped = false;
  const sent = await send((_request, response) => {
    const writing = setInterval(() => response.write('x'.repeat(4096)), 1);
    response.writeHead(500, { 'retry-after': '120' }).on('close', () => {
      stopped = true;
      clearInterval(writing);
    });
  });
  expect(sent).toMatchObject({ status: 500, error: 'It answered 500.', retry_after_s: 120 });
  expect(sent.response_body).toHaveLength(8192);
  await expect.poll(() => stopped).toBe(true);
});

test('a connection that is broken off is told', async () => {
  const sent = await send((request) => request.socket.destroy());
  expect(sent).toMatchObject({ status: null, error: 'The connection was broken off.' });
});

test('without a readable secret nothing is sent', async () => {
  let requests = 0;
  const sent = await send(() => {
    requests += 1;
  }, []);
  expect([sent.error, requests]).toEqual([expect.stringMatching(/Rotate it/), 0]);
});
