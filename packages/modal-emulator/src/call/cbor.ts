import { Decoder, Encoder } from 'cbor-x';

const options = { mapsAsObjects: true, useRecords: false, tagUint8Array: false, useTag259ForMaps: false } as const;
const encoder = new Encoder(options);
const decoder = new Decoder(options);

/** A value that Python's CBOR could not carry either. */
export class NotSerializable extends Error {
  override name = 'SerializationError';
}

/** Decodes `[args, kwargs]`. */
export function decodeInput(bytes: Uint8Array): { args: unknown[]; kwargs: Record<string, unknown> } {
  const decoded: unknown = decoder.decode(bytes);
  if (!Array.isArray(decoded) || !Array.isArray(decoded[0])) throw new Error('The input is not [args, kwargs]');
  // cbor-x decodes maps as plain objects under the options above.
  return { args: decoded[0], kwargs: (decoded[1] ?? {}) as Record<string, unknown> };
}

/** Encodes a result as a Python container does: nothing is None, and an integer beyond 32 bits stays an integer. */
export const encodeResult = (value: unknown): Buffer => Buffer.from(encoder.encode(asPython(value)));

function asPython(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && Math.abs(value) > 0xffff_ffff ? BigInt(value) : value;
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new NotSerializable(`Cannot serialize a ${typeof value}`);
  if (typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(asPython);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, asPython(item)]));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
    throw new NotSerializable(`Cannot serialize an object of class ${value.constructor.name}`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asPython(item)]));
}
