import { HttpProblem } from '../http/http-problem.js';

const SENTENCES: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some space; nothing that was stored is lost.',
  EDQUOT: 'The disk quota is used up. Free some space; nothing that was stored is lost.',
  EROFS: 'The data directory is on a read-only disk. Mount it writable.',
  EACCES: 'The data directory cannot be written to. Check its owner and permissions.',
  EPERM: 'The data directory cannot be written to. Check its owner and permissions.',
  EIO: 'The disk reported an error. Check it.',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** A disk that takes no bytes is a refusal to be retried; any other failure stays what it is. */
export function diskProblem(error: unknown): unknown {
  const sentence = SENTENCES[codeOf(error)];
  return sentence === undefined ? error : new HttpProblem('unavailable', sentence, { retry_after_s: 5 });
}
