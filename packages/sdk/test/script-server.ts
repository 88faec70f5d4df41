import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  text?: string;
  /** Takes over the response, for streams and cut connections. */
  raw?: (response: ServerResponse, request: IncomingMessage) => void;
}

/** One expected request with its answer. */
export type Expectation = [request: string, reply: Reply | ((seen: Seen) => Reply)];

export interface ScriptServer {
  url: string;
  seen: Seen[];
  /** Throws when a request was not expected, or an expected one did not come. */
  verify(): void;
  close(): Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** An HTTP server that expects exactly the given requests, in their order. */
export async function scriptServer(...script: Expectation[]): Promise<ScriptServer> {
  const left = [...script];
  const seen: Seen[] = [];
  const wrong: string[] = [];
  const server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers };
    const body = await readAll(request).catch(() => '');
    seen.push({ ...one, body });
    const next = left.shift();
    if (next?.[0] !== line) {
      wrong.push(`${line} instead of ${next?.[0] ?? 'nothing'}`);
      response.writeHead(418).end();
      return;
    }
    const reply = typeof next[1] === 'function' ? next[1]({ ...one, body }) : next[1];
    if (reply.raw) {
      reply.raw(response, request);
      return;
    }
    const type = reply.json === undefined ? {} : { 'content-type': 'application/json' };
    response.writeHead(reply.status ?? 200, { ...type, ...reply.headers });
    response.end(reply.json === undefined ? reply.text : JSON.stringify(reply.json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    verify() {
      if (wrong.length > 0) throw new Error(`Unexpected: ${wrong.join('; ')}`);
      if (left.length > 0) throw new Error(`Did not come: ${left.map(([line]) => line).join('; ')}`);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A problem as the API sends it. */
export const problem = (status: number, code: string, more: Record<string, unknown> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  text: JSON.stringify({
    type: 'about:blank',
    title: code,
    status,
    detail: `Because of ${code}.`,
    code,
    retryable: false,
    request_id: 'req_1',
    ...more,
  }),
});
