const TRAILER = 'grpc-status-details-bin';
const NAME = Buffer.from('/modal.client.RPCRetryPolicy');
/** What follows the name: field 2 of the detail, five bytes, whose field 1 is a float. */
const VALUE = Buffer.from([0x12, 0x05, 0x0d]);

/** How long the control plane asks a client to wait, from the trailers of an answer; null when it does not say. */
export function retryAfterMs(trailer: { get(name: string): unknown }): number | null {
  const details = trailer.get(TRAILER);
  if (!(details instanceof Uint8Array)) return null;
  const bytes = Buffer.from(details);
  const named = bytes.indexOf(NAME);
  const from = named + NAME.length;
  if (named < 0 || !bytes.subarray(from, from + VALUE.length).equals(VALUE)) return null;
  if (bytes.length < from + VALUE.length + 4) return null;
  return Math.max(0, Math.round(bytes.readFloatLE(from + VALUE.length) * 1000));
}
