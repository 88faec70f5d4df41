/**
 * Why a webhook was refused: a header is missing or is no number, it was sent too long ago or lies ahead, no signature is
 * by any of the secrets, a secret is none, or the body is no event.
 */
export type WebhookErrorCode =
  | 'missing_header'
  | 'invalid_timestamp'
  | 'too_old'
  | 'too_new'
  | 'wrong_signature'
  | 'invalid_secret'
  | 'invalid_body';

/** A webhook that must not be trusted. Answer it with 400 and do nothing. Thrown by `verifyWebhook`. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookErrorCode,
    message: string,
  ) {
    super(message);
  }
}
