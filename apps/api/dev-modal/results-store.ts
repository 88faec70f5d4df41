import type { WorkerResult } from '@easel/contracts';

/** What the Volume of a workspace holds of one attempt. The result is written last: with it the attempt is finished. */
export interface StoredAttempt {
  files: Map<string, Uint8Array>;
  result: WorkerResult | null;
}

/** The results Volume of an emulated workspace: it outlives containers and apps. */
export interface ResultsStore {
  get(attempt_id: string): StoredAttempt | undefined;
  put(attempt_id: string, files: Map<string, Uint8Array>, result: WorkerResult): void;
}

export function createResultsStore(): ResultsStore {
  const attempts = new Map<string, StoredAttempt>();
  return {
    get: (attempt_id) => attempts.get(attempt_id),
    put: (attempt_id, files, result) => void attempts.set(attempt_id, { files, result }),
  };
}
