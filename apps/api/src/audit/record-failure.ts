import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { type AuditEntry, recordAudit } from './record-audit.js';

/** Does something that others can refuse, for example a platform; that it did not work is written down too. */
export async function withFailure<T>(
  { store }: Pick<Context, 'store'>,
  entry: Omit<AuditEntry, 'outcome' | 'code'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOurs = error instanceof HttpProblem;
    // What was not there, or made no sense, was not tried.
    if (!isOurs || error.code === 'conflict') {
      const code = isOurs ? error.code : 'internal';
      const after = isOurs ? { problem: error.message } : undefined;
      await store.write((tx) => recordAudit(tx, { ...entry, outcome: 'failed', code, after }));
    }
    throw error;
  }
}
