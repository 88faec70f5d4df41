import { spoil } from '../blob/blob-server.js';

/** Spoils every byte field of a reply. Null when it has none, so that the message itself must suffer. */
export function corruptReply(reply: object): object | null {
  let spoiled = false;
  const walk = (value: unknown): unknown => {
    if (value instanceof Uint8Array) {
      spoiled = true;
      return spoil(value);
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, walk(part)]));
  };
  const copy = walk(reply);
  return spoiled && typeof copy === 'object' ? copy : null;
}
