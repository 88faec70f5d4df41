const STORAGE_KEY = 'easel.submission';

/**
 * The idempotency key for a request. A request that got no answer (the page was closed, the network was gone) and is
 * sent again gets the same key, so that it makes one task.
 */
export function submissionKey(request: unknown): string {
  const body = JSON.stringify(request);
  try {
    const open: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof open === 'object' && open !== null && 'body' in open && 'key' in open && open.body === body) {
      return String(open.key);
    }
  } catch {
    sessionStorage.removeItem(STORAGE_KEY);
  }
  const key = crypto.randomUUID();
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ body, key }));
  return key;
}

/** The request was answered: the next one is a new one, even with the same body. */
export const closeSubmission = (): void => sessionStorage.removeItem(STORAGE_KEY);
