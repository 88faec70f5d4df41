import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NAME = 'type.googleapis.com/modal.client.RPCRetryPolicy';

/** The status of a throttled request, as the control plane puts it into the trailers. */
function status(seconds: number): Buffer {
  const value = Buffer.from([0x0d, 0, 0, 0, 0]);
  value.writeFloatLE(seconds, 1);
  const any = Buffer.concat([Buffer.from([0x0a, NAME.length]), Buffer.from(NAME), Buffer.from([0x12, 5]), value]);
  return Buffer.concat([Buffer.from([0x08, 8, 0x1a, any.length]), any]);
}
const trailer = (value: unknown) => ({ get: () => value });

test('says how long to wait, when the control plane does', () => {
  expect(retryAfterMs(trailer(status(2.5)))).toBe(2500);
  expect(retryAfterMs(trailer(status(0)))).toBe(0);
});

test.each([
  ['no status', undefined],
  ['text', 'text'],
  ['another detail', Buffer.from('type.googleapis.com/google.rpc.DebugInfo')],
  ['cut off', status(2.5).subarray(0, -2)],
])('says nothing for %s', (_name, value) => {
  expect(retryAfterMs(trailer(value))).toBeNull();
});
