/** Who has to act before a failed request can succeed. */
export type Actor = 'caller' | 'operator' | 'platform';

interface ErrorCodeEntry {
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  readonly actor: Actor;
}

/** The closed list of problem codes: HTTP status, title, whether to retry, and who must act. */
export const ERROR_CODES = {
  invalid_input: { status: 400, title: 'Invalid input', retryable: false, actor: 'caller' },
  invalid_json: { status: 400, title: 'Malformed JSON', retryable: false, actor: 'caller' },
  invalid_api_key: { status: 401, title: 'Invalid API key', retryable: false, actor: 'caller' },
  session_required: { status: 401, title: 'Sign-in required', retryable: false, actor: 'caller' },
  session_expired: { status: 401, title: 'Session expired', retryable: false, actor: 'caller' },
  forbidden: { status: 403, title: 'Forbidden', retryable: false, actor: 'operator' },
  origin_blocked: { status: 403, title: 'Origin or host not allowed', retryable: false, actor: 'caller' },
  cors_origin_blocked: { status: 403, title: 'Cross-origin request not allowed', retryable: false, actor: 'operator' },
  not_found: { status: 404, title: 'Not found', retryable: false, actor: 'caller' },
  model_not_found: { status: 404, title: 'Model not found', retryable: false, actor: 'caller' },
  task_not_found: { status: 404, title: 'Task not found', retryable: false, actor: 'caller' },
  backend_not_found: { status: 404, title: 'Backend not found', retryable: false, actor: 'caller' },
  asset_not_found: { status: 404, title: 'Asset not found', retryable: false, actor: 'caller' },
  method_not_allowed: { status: 405, title: 'Method not allowed', retryable: false, actor: 'caller' },
  conflict: { status: 409, title: 'Conflict', retryable: false, actor: 'caller' },
  idempotency_in_flight: { status: 409, title: 'Request in flight', retryable: true, actor: 'caller' },
  model_disabled: { status: 409, title: 'Model disabled', retryable: false, actor: 'operator' },
  no_backend: { status: 409, title: 'No backend for this model', retryable: false, actor: 'operator' },
  gone: { status: 410, title: 'Gone', retryable: false, actor: 'caller' },
  payload_too_large: { status: 413, title: 'Payload too large', retryable: false, actor: 'caller' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', retryable: false, actor: 'caller' },
  range_not_satisfiable: { status: 416, title: 'Range not satisfiable', retryable: false, actor: 'caller' },
  idempotency_conflict: { status: 422, title: 'Idempotency key reused', retryable: false, actor: 'caller' },
  budget_exceeded: { status: 402, title: 'Budget exceeded', retryable: false, actor: 'operator' },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true, actor: 'caller' },
  queue_full: { status: 429, title: 'Queue full', retryable: true, actor: 'caller' },
  quota_exceeded: { status: 429, title: 'Quota exceeded', retryable: true, actor: 'operator' },
  internal: { status: 500, title: 'Internal error', retryable: true, actor: 'platform' },
  unavailable: { status: 503, title: 'Temporarily unavailable', retryable: true, actor: 'operator' },
} as const satisfies Record<string, ErrorCodeEntry>;

/** A problem's `code`: one of the closed list. */
export type ErrorCode = keyof typeof ERROR_CODES;
