import type { Readable } from 'node:stream';

/** A stored run of bytes, named by its SHA-256. */
export interface BlobRef {
  sha256: string;
  bytes: number;
  content_type: string;
}

/** Bytes that came are not those that were announced. */
export class BlobMismatch extends Error {
  override readonly name = 'BlobMismatch';
}

/** Where bytes live. Files are written before the row that names them; what no row names is swept. */
export interface Storage {
  /** Writes durably (temp, fsync, rename, fsync of the folder). Writing the same bytes again is cheap and makes them young. */
  put(bytes: Uint8Array, content_type: string): Promise<BlobRef>;
  /**
   * Writes what comes in pieces, never holding it whole. Nothing is stored when it is not what was announced.
   * @throws BlobMismatch
   */
  putStream(
    pieces: AsyncIterable<Uint8Array>,
    content_type: string,
    expected: { sha256: string; bytes: number },
  ): Promise<BlobRef>;
  read(sha256: string): Promise<Buffer>;
  /** Streams a range of bytes, both ends included. */
  stream(sha256: string, range?: { start: number; end: number }): Readable;
  /** Size and age of stored bytes, or null when there are none. */
  stat(sha256: string): Promise<{ bytes: number; age_ms: number } | null>;
  /** Says false, and leaves the bytes, while somebody holds what is stored: a backup under way. */
  remove(sha256: string): Promise<boolean>;
  /** Every stored name with its age in ms, for the sweeper. */
  list(): AsyncIterable<{ sha256: string; age_ms: number }>;
  /** Throws when nothing can be written. */
  check(): Promise<void>;
}
