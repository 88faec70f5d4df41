import { onHangUp } from '../http/caller.js';

const MAX_WAIT_S = 60;

/** Seconds that a `Prefer: wait=30` header asks to wait (RFC 7240); 0 when it does not. `wait` alone means 60. */
export function preferredWait(header: string | undefined): number {
  const match = /(?:^|[,;]\s*)wait(?:\s*=\s*"?(\d{1,4})"?)?(?=\s*(?:$|[,;]))/i.exec(header ?? '');
  if (!match) return 0;
  return Math.min(MAX_WAIT_S, match[1] === undefined ? MAX_WAIT_S : Number(match[1]));
}

/** ETag of a task: its version. */
export const etagOf = (task: { version: number }): string => `"${task.version}"`;

/** Whether an If-None-Match header names this ETag. */
export const matchesEtag = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^W\//, ''))
    .some((part) => part === '*' || part === etag);

/** Aborted when the caller hangs up or the process stops. */
export function goneSignal(reply: { raw: unknown }, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  onHangUp(reply, () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}
