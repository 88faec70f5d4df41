import { RpcError } from './status.js';

/** Both sides of the real service refuse larger messages. */
export const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

/** One gRPC message on the wire: a flag for compression, the length, the bytes. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The single message of a unary request. */
export function unframe(body: Buffer): Buffer {
  if (body.length < 5) throw new RpcError('INTERNAL', 'The request carries no message');
  if (body[0] !== 0) throw new RpcError('UNIMPLEMENTED', 'Compressed messages are not understood');
  const length = body.readUInt32BE(1);
  if (body.length !== length + 5) throw new RpcError('INTERNAL', 'The request is cut short');
  return body.subarray(5);
}
