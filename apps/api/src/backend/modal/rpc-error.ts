import type { FaultClass } from '@easel/contracts';

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
}

/** Reads an error of the SDK or of its transport. Never holds credentials: they travel in headers. */
export function rpcError(error: unknown): RpcError {
  const { code, path, details, message, name } = error as Record<string, unknown>;
  const text = [details, message, String(error)].find((part) => typeof part === 'string' && part !== '') as string;
  if (name === 'NotFoundError') return { code: CODE.not_found, method: '', message: text };
  if (typeof code !== 'number') return { code: null, method: '', message: text };
  const method = typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : '';
  return { code, method, message: text };
}

export const isMissing = ({ code }: RpcError): boolean => code === CODE.not_found || code === CODE.precondition;
export const isAmbiguous = ({ code }: RpcError): boolean => code !== null && AMBIGUOUS.includes(code);

/** What to count against the backend when a request fails this way. */
export function faultOf({ code }: RpcError): FaultClass {
  if (code === CODE.denied || code === CODE.unauthenticated) return 'credentials';
  if (code === CODE.exhausted) return 'throttled';
  if (code === CODE.not_found || code === CODE.precondition) return 'missing_function';
  if (code === CODE.invalid_argument) return 'stale_function';
  return 'unreachable';
}
