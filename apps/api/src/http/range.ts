export type ByteRange = { start: number; end: number };

const SINGLE = /^bytes=(\d*)-(\d*)$/i;

/**
 * Reads a Range header (RFC 9110, 14.2) for content of `size` bytes. Both ends are included.
 * @returns null to send everything (no range, not a byte range, several ranges: they may be ignored)
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = header === undefined ? null : SINGLE.exec(header.replace(/\s+/g, ''));
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Number(last);
  if (end < start && last !== '') return null;
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) };
}

/** Whether an If-None-Match header names this entity tag. */
export const matchesTag = (header: string, etag: string): boolean =>
  header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);
