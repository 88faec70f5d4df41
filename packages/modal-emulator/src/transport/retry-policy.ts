const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
};

const field = (tag: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), varint(body.length), body]);

/**
 * The trailer `grpc-status-details-bin` by which the server tells a client when to come back:
 * an RPCStatus whose detail is an RPCRetryPolicy with one float field.
 */
export function retryPolicyTrailer(code: number, message: string, retry_after_s: number): string {
  const policy = Buffer.alloc(5);
  policy[0] = 0x0d;
  policy.writeFloatLE(retry_after_s, 1);
  const any = Buffer.concat([
    field(0x0a, Buffer.from('type.googleapis.com/modal.client.RPCRetryPolicy')),
    field(0x12, policy),
  ]);
  const status = Buffer.concat([
    Buffer.from([0x08]),
    varint(code),
    field(0x12, Buffer.from(message)),
    field(0x1a, any),
  ]);
  return status.toString('base64').replace(/=+$/, '');
}
