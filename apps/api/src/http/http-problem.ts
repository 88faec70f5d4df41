import { ERROR_CODES, type ErrorCode, type Problem } from '@easel/contracts';

type FieldError = { path: string; message: string };

/** An expected refusal. One handler turns it into problem details. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly options: { errors?: FieldError[]; retry_after_s?: number } = {},
  ) {
    super(detail);
  }
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** The body of a problem response. */
export function problemBody(code: ErrorCode, detail: string, requestId: string, errors?: FieldError[]): Problem {
  const { status, title, retryable } = ERROR_CODES[code];
  return {
    type: `urn:easel:problem:${code}`,
    title,
    status,
    detail,
    code,
    retryable,
    request_id: requestId,
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
}
