/** gRPC's status codes. */
export const STATUS = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type StatusName = keyof typeof STATUS;

export const statusCode = (status: number | StatusName): number =>
  typeof status === 'number' ? status : STATUS[status];

/** What an RPC answers instead of a message. */
export class RpcError extends Error {
  readonly code: number;
  readonly throttle_s: number | null;

  constructor(status: number | StatusName, details: string, throttle_s: number | null = null) {
    super(details);
    this.code = statusCode(status);
    this.throttle_s = throttle_s;
  }
}

export const notFound = (details: string): RpcError => new RpcError('NOT_FOUND', details);
