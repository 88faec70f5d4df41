import { AsyncLocalStorage } from 'node:async_hooks';

/** Work took longer than it may. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

export interface Bounds {
  /** Leaves when it aborts. */
  signal?: AbortSignal;
  /** Leaves after this long. */
  ms?: number;
  /** Told of each request to the control plane before it is made. */
  onRequest?(method: string): void;
}

const works = new AsyncLocalStorage<{ signal: AbortSignal; onRequest: Bounds['onRequest'] }>();

/** Called before each request: the signal that ends it. Throws when the work it belongs to was left. */
export function beginRequest(method: string): AbortSignal | undefined {
  const work = works.getStore();
  work?.signal.throwIfAborted();
  work?.onRequest?.(method);
  return work?.signal;
}

/**
 * Runs calls of the SDK within bounds. Requests to the control plane are aborted; uploads and downloads, which the SDK
 * bounds by nothing, are left to themselves, and whatever would follow them is not begun any more.
 */
export async function within<T>({ signal, ms, onRequest }: Bounds, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  const left = new Promise<never>((_resolve, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
  });
  const leave = () => own.abort(signal?.reason);
  signal?.addEventListener('abort', leave, { once: true });
  const tooLong = () => own.abort(new TooLong(`no answer within ${ms} ms`));
  const timer = ms === undefined ? undefined : setTimeout(tooLong, ms);
  try {
    return await Promise.race([works.run({ signal: own.signal, onRequest }, work), left]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}
