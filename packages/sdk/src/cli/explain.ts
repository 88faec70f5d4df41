import { EaselError, EaselTaskError } from '../error.js';

interface Explanation {
  code: string;
  message: string;
  detail: readonly string[];
  request_id: string | null;
}

/** What to say about an error: one sentence, and lines with what helps to mend it. */
export function explain(error: unknown): Explanation {
  if (error instanceof EaselError) {
    const start =
      error.code === 'network_error' ? ['Start Easel with npm start, or give another address with --url.'] : [];
    const fields = error.errors.map(({ path, message }) => `${path}: ${message}`);
    return { code: error.code, message: error.message, detail: [...fields, ...start], request_id: error.request_id };
  }
  if (error instanceof EaselTaskError) {
    return { code: error.code, message: error.message, detail: [error.hint], request_id: null };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  return { code, message, detail: [], request_id: null };
}
