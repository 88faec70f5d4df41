import type { FaultClass } from '@easel/contracts';
import type { Requested } from './middleware.js';

/** Numbers of gRPC statuses that are told apart. */
const CODE = {
  cancelled: 1,
  unknown: 2,
  invalid_argument: 3,
  deadline: 4,
  not_found: 5,
  denied: 7,
  exhausted: 8,
  precondition: 9,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** After these nobody can say whether the request was carried out. */
const AMBIGUOUS: number[] = [CODE.cancelled, CODE.unknown, CODE.deadline, CODE.internal, CODE.unavailable];

/** A failed request. `code` is null when it never became one, for example because an upload failed. */
export interface RpcError {
  code: number | null;
  /** The method, for example `FunctionMap`; empty when it is not known. */
  method: string;
  message: string;
  /** See `Requested`. */
  answered: boolean;
  doubtful: boolean;
  retry_after_ms: number | null;
}

const NOT_A_REQUEST = { method: '', answered: false, doubtful: false, retry_after_ms: null };

/** Reads an error of the SDK or of its transport. Never holds credentials: they travel in headers. */
export function rpcError(error: unknown): RpcError {
  const { code, details, message, name, requested } = error as Record<string, unknown> & { requested?: Requested };
  const text = [details, message, String(error)].find((part) => typeof part === 'string' && part !== '') as string;
  const read = { ...(requested ?? NOT_A_REQUEST), message: text };
  if (name === 'NotFoundError') return { ...read, code: CODE.not_found };
  return { ...read, code: typeof code === 'number' ? code : null };
}

export const isMissing = ({ code }: RpcError): boolean => code === CODE.not_found || code === CODE.precondition;
/** Whether a request may have been carried out all the same. One that is to come back later was not. */
export const isAmbiguous = ({ code, answered, doubtful, retry_after_ms }: RpcError): boolean =>
  doubtful || (answered && retry_after_ms === null && (code === null || AMBIGUOUS.includes(code)));

/** What to count against the backend when a request fails this way. */
export function faultOf({ code, retry_after_ms }: RpcError): FaultClass {
  if (retry_after_ms !== null) return 'throttled';
  if (code === CODE.denied || code === CODE.unauthenticated) return 'credentials';
  if (code === CODE.exhausted) return 'throttled';
  if (code === CODE.not_found || code === CODE.precondition) return 'missing_function';
  if (code === CODE.invalid_argument) return 'stale_function';
  return 'unreachable';
}
