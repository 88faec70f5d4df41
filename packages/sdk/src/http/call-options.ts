/** Options of every call. */
export interface CallOptions {
  /** Ends the call, its waiting and its retries. The call then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Options of calls that create something. */
export interface CreateOptions extends CallOptions {
  /** Made by the client when absent: one per call, the same over all its retries. */
  idempotency_key?: string | undefined;
}

/** Which page of a list. */
export interface PageQuery {
  /** Entries on a page, 1 to 100; 20 when absent. */
  limit?: number | undefined;
  /** `next_cursor` of the page before. */
  cursor?: string | undefined;
}

/** One page of a list; `next_cursor` is null on the last page. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
