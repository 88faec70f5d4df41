import { EaselError } from '@easel/sdk';

/** What to tell a person about a call that failed: what happened and what to do. */
export function explainError(error: unknown): string {
  if (error instanceof EaselError) {
    if (error.code === 'network_error') return 'The server does not answer. Check that it runs, then try again.';
    return error.errors.length > 0
      ? error.errors.map(({ path, message }) => `${path} ${message}`).join('; ')
      : error.detail;
  }
  return error instanceof Error ? error.message : String(error);
}
