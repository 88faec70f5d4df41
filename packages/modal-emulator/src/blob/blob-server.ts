import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../fault/fault.js';
import { departure, pause } from '../fault/wait.js';
import type { Blobs } from './blobs.js';

export interface BlobServer {
  server: Server;
  port: number;
}

/** Asked once per request: writes it into the log and hands out the fault that waits for it. */
export type Meet = (workspace: string, method: 'blob:PUT' | 'blob:GET', blob_id: string) => Fault | null;

export async function listenBlobs(blobs: Blobs, meet: Meet): Promise<BlobServer> {
  const server = createServer((request, response) => {
    serve(blobs, meet, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  return { server, port: (server.address() as AddressInfo).port };
}

async function serve(blobs: Blobs, meet: Meet, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const blob_id = (request.url ?? '').split('/').at(-1) ?? '';
  const blob = blobs.get(blob_id);
  const upload = request.method === 'PUT';
  const body = upload ? await readAll(request) : null;
  if (!blob) return void response.writeHead(404).end('NoSuchKey');
  const fault = meet(blob.workspace, upload ? 'blob:PUT' : 'blob:GET', blob_id);
  if (fault && (await fails(fault, response))) return;
  const corrupt = fault !== null && 'corrupt' in fault;
  if (body) {
    const digest = createHash('md5').update(body).digest('base64');
    const expected = blob.content_md5 ?? request.headers['content-md5'];
    if (digest !== request.headers['content-md5'] || digest !== expected) {
      return void response.writeHead(400).end('BadDigest');
    }
    blobs.fill(blob_id, corrupt ? spoil(body) : body);
    return void response.writeHead(200).end();
  }
  if (!blob.bytes) return void response.writeHead(404).end('NoSuchKey');
  const bytes = corrupt ? spoil(blob.bytes) : blob.bytes;
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length }).end(bytes);
}

/** True when the fault has answered, or never will. */
async function fails(fault: Fault, response: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  if ('hang' in fault) {
    await departure(gone.signal);
    return true;
  }
  if ('slow_ms' in fault) await pause(fault.slow_ms, gone.signal);
  const status = 'http_status' in fault ? fault.http_status : 'status' in fault || 'throttle_s' in fault ? 503 : null;
  if (status !== null) response.writeHead(status).end('Injected');
  return status !== null;
}

/** The same length with other bytes, so that only reading it tells. */
export const spoil = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Without an encoding a request yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
