import type { IncomingHttpHeaders } from 'node:http2';
import { spoil } from '../blob/blob-server.js';
import type { Fault } from '../fault/fault.js';
import { departure, pause } from '../fault/wait.js';
import type { Method } from '../load-proto.js';
import type { GrpcReply, GrpcRequest } from '../transport/grpc-server.js';
import { RpcError } from '../transport/status.js';
import { corruptReply } from './corrupt-reply.js';
import { rememberReply } from './remember-reply.js';
import type { Answer, RpcContext } from './rpc.js';

/** The client for Node sends an auth token with everything but the RPC that gets one; Python's has none here. */
const NODE_CLIENT = '8';

export const header = (headers: IncomingHttpHeaders, name: string): string => String(headers[name] ?? '');

/** May this caller speak now? */
export function admit(method: string, headers: IncomingHttpHeaders, { state }: RpcContext): void {
  if (state.is_down) throw new RpcError('UNAVAILABLE', 'The workspace is unavailable');
  state.credentials.check(header(headers, 'x-modal-token-secret'));
  const bearing = method !== 'AuthTokenGet' && header(headers, 'x-modal-client-type') === NODE_CLIENT;
  if (bearing) state.credentials.checkAuthToken(header(headers, 'x-modal-auth-token'));
}

/** Runs the method between the two halves of the fault that waits for it. */
export async function runRpc(
  method: Method,
  answer: Answer<never>,
  fault: Fault | null,
  grpc: GrpcRequest,
  context: RpcContext,
  request: object,
): Promise<GrpcReply> {
  const after = fault && 'when' in fault && fault.when === 'after';
  if (fault && !after) {
    const instead = await meetFault(fault, context.signal);
    if (instead) return instead;
  }
  // The request was decoded by the description that belongs to this answer.
  const run = () => answer(request as never, context);
  if (method.responseStream) return { messages: serialized(method, run()) };
  const name = method.path.slice(method.path.lastIndexOf('/') + 1);
  const key = header(grpc.headers, 'x-idempotency-key');
  const reply = await rememberReply(context.state, name, key, async () => run());
  if (fault && after) {
    const instead = await meetFault(fault, context.signal);
    if (instead) return instead;
  }
  if (fault && 'corrupt' in fault) {
    const spoiled = corruptReply(reply);
    return { message: spoiled ? method.responseSerialize(spoiled) : spoil(method.responseSerialize(reply)) };
  }
  return { message: method.responseSerialize(reply) };
}

/** Throws the fault's status, or returns the reply that takes the real one's place; null lets the method go on. */
async function meetFault(fault: Fault, signal: AbortSignal): Promise<GrpcReply | null> {
  if ('status' in fault) throw new RpcError(fault.status, fault.details ?? `Injected ${fault.status}`);
  if ('throttle_s' in fault) throw new RpcError('RESOURCE_EXHAUSTED', 'Slow down', fault.throttle_s);
  if ('http_status' in fault) return { http_status: fault.http_status };
  if ('slow_ms' in fault) await pause(fault.slow_ms, signal);
  if ('hang' in fault) {
    await departure(signal);
    throw new RpcError('CANCELLED', 'The caller has gone');
  }
  return null;
}

async function* serialized(method: Method, messages: unknown): AsyncGenerator<Uint8Array> {
  // Only answers of streaming methods come here, and those are generators.
  for await (const message of messages as AsyncIterable<object>) yield method.responseSerialize(message);
}
