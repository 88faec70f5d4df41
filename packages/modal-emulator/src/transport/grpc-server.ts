import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { frame, MAX_MESSAGE_BYTES, unframe } from './grpc-frame.js';
import { retryPolicyTrailer } from './retry-policy.js';
import { RpcError, STATUS } from './status.js';

/** A request as it came: the method's full path, its headers, the message's bytes, and whether the caller left. */
export interface GrpcRequest {
  path: string;
  headers: IncomingHttpHeaders;
  message: Buffer;
  signal: AbortSignal;
}

/** A reply message, several of them (a server stream), or a bare HTTP status as a proxy in between would send. */
export type GrpcReply = { message: Uint8Array } | { messages: AsyncIterable<Uint8Array> } | { http_status: number };

/**
 * gRPC over HTTP/2 with nothing known about its methods: a call to a path that nobody serves reaches `answer` like any
 * other, which is what a strict double needs and a generated server would swallow.
 */
export async function listenGrpc(answer: (request: GrpcRequest) => Promise<GrpcReply>): Promise<GrpcServer> {
  const server = createServer({
    maxSessionMemory: 4096,
    // Long polls are given up by the thousand when a client stops: that is no attack.
    streamResetBurst: 1_000_000,
    streamResetRate: 1_000_000,
    settings: { initialWindowSize: 16 * 1024 * 1024 },
  });
  server.on('session', (session) => {
    session.setLocalWindowSize(64 * 1024 * 1024);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => void serve(stream, headers, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  return { server, port: (server.address() as AddressInfo).port };
}

export interface GrpcServer {
  server: Http2Server;
  port: number;
}

async function serve(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  answer: (request: GrpcRequest) => Promise<GrpcReply>,
): Promise<void> {
  const gone = new AbortController();
  stream.on('error', () => undefined);
  stream.on('close', () => gone.abort());
  try {
    const message = unframe(await readBody(stream));
    const path = String(headers[':path'] ?? '');
    const reply = await answer({ path, headers, message, signal: gone.signal });
    if (!gone.signal.aborted) await send(stream, reply);
  } catch (error) {
    if (!gone.signal.aborted) sendError(stream, asRpcError(error));
  }
}

async function readBody(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    // An HTTP/2 stream without an encoding yields buffers.
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes > MAX_MESSAGE_BYTES + 5) throw new RpcError('RESOURCE_EXHAUSTED', 'The message is too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

async function send(stream: ServerHttp2Stream, reply: GrpcReply): Promise<void> {
  if ('http_status' in reply) {
    stream.respond({ ':status': reply.http_status, 'content-type': 'text/plain' }, { endStream: true });
    return;
  }
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
  let trailers: Record<string, string> = { 'grpc-status': '0' };
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  if ('message' in reply) {
    stream.end(frame(reply.message));
    return;
  }
  try {
    for await (const message of reply.messages) {
      if (stream.destroyed) return;
      stream.write(frame(message));
    }
  } catch (error) {
    trailers = errorTrailers(asRpcError(error));
  }
  stream.end();
}

function sendError(stream: ServerHttp2Stream, error: RpcError): void {
  if (stream.headersSent || stream.destroyed) return;
  const head = { ':status': 200, 'content-type': 'application/grpc+proto' };
  stream.respond({ ...head, ...errorTrailers(error) }, { endStream: true });
}

function errorTrailers(error: RpcError): Record<string, string> {
  const trailers: Record<string, string> = {
    'grpc-status': String(error.code),
    'grpc-message': encodeURIComponent(error.message),
  };
  if (error.throttle_s !== null) {
    trailers['grpc-status-details-bin'] = retryPolicyTrailer(error.code, error.message, error.throttle_s);
  }
  return trailers;
}

function asRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  return new RpcError(STATUS.INTERNAL, error instanceof Error ? (error.stack ?? error.message) : String(error));
}
