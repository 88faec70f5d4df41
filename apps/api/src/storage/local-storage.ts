import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { mkdir, open, opendir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskProblem, isMissing } from './disk-problem.js';
import { unlessHeld } from './removal-hold.js';
import { BlobMismatch, type BlobRef, type Storage } from './storage.js';

const NAME = /^[0-9a-f]{64}$/;

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Something else than the disk failed while bytes came in. */
class SourceFailed extends Error {}

async function writePieces(file: string, pieces: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  const iterator = pieces[Symbol.asyncIterator]();
  const next = () =>
    iterator.next().catch((cause: unknown) => {
      throw new SourceFailed('the bytes did not all come', { cause });
    });
  let bytes = 0;
  try {
    for (let piece = await next(); !piece.done; piece = await next()) {
      bytes += piece.value.byteLength;
      if (bytes > most) throw new BlobMismatch(`more than the ${most} bytes that were announced`);
      hash.update(piece.value);
      await handle.writeFile(piece.value);
    }
    if (bytes < most) throw new BlobMismatch(`${bytes} bytes of the ${most} that were announced`);
    await handle.sync();
  } finally {
    await handle.close();
    await iterator.return?.();
  }
  return hash.digest('hex');
}

/** Files under `<dir>/blobs/ab/<sha256>`, written by way of `<dir>/tmp`, which is emptied here. */
export async function createLocalStorage(dir: string): Promise<Storage> {
  const blobs = join(dir, 'blobs');
  const temp = join(dir, 'tmp');
  await rm(temp, { recursive: true, force: true });
  await mkdir(temp, { recursive: true, mode: 0o700 });
  await mkdir(blobs, { recursive: true, mode: 0o700 });

  function pathOf(sha256: string): string {
    if (!NAME.test(sha256)) throw new Error('not the name of a blob');
    return join(blobs, sha256.slice(0, 2), sha256);
  }

  async function measure(file: string) {
    try {
      const { size, mtimeMs } = await stat(file);
      return { bytes: size, age_ms: Math.max(0, Date.now() - mtimeMs) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Makes bytes that are there young again, so that the sweeper leaves them to whoever is about to name them. */
  async function touch(file: string, bytes: number): Promise<boolean> {
    const known = await measure(file);
    if (known?.bytes !== bytes) return false;
    const now = new Date();
    try {
      await utimes(file, now, now);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Moves a file that was written durably to its name. */
  async function settle(part: string, file: string): Promise<void> {
    const made = await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(blobs);
    await rename(part, file);
    await syncFolder(dirname(file));
  }

  async function place(file: string, write: (part: string) => Promise<void>): Promise<void> {
    const part = join(temp, randomUUID());
    try {
      await write(part);
      await settle(part, file);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  return {
    async put(bytes, content_type): Promise<BlobRef> {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = pathOf(sha256);
      try {
        if (!(await touch(file, bytes.byteLength))) await place(file, (part) => writeDurably(part, bytes));
      } catch (error) {
        throw diskProblem(error);
      }
      return { sha256, bytes: bytes.byteLength, content_type };
    },
    async putStream(pieces, content_type, { sha256, bytes }) {
      const file = pathOf(sha256);
      try {
        if (!(await touch(file, bytes))) {
          await place(file, async (part) => {
            const found = await writePieces(part, pieces, bytes);
            if (found !== sha256) throw new BlobMismatch('the bytes do not match their checksum');
          });
        }
      } catch (error) {
        throw error instanceof SourceFailed ? error.cause : diskProblem(error);
      }
      return { sha256, bytes, content_type };
    },
    read: async (sha256) => readFile(pathOf(sha256)),
    stream: (sha256, range) => createReadStream(pathOf(sha256), range ?? {}),
    stat: async (sha256) => measure(pathOf(sha256)),
    async remove(sha256) {
      const file = pathOf(sha256);
      return unlessHeld(dir, () => rmSync(file, { force: true }));
    },
    async *list() {
      for await (const shard of await opendir(blobs)) {
        if (!shard.isDirectory()) continue;
        for await (const entry of await opendir(join(blobs, shard.name))) {
          if (!NAME.test(entry.name) || !entry.name.startsWith(shard.name)) continue;
          const known = await measure(pathOf(entry.name));
          if (known) yield { sha256: entry.name, age_ms: known.age_ms };
        }
      }
    },
    async check() {
      const part = join(temp, randomUUID());
      try {
        await writeDurably(part, Buffer.from('ok'));
      } catch (error) {
        throw diskProblem(error);
      } finally {
        await rm(part, { force: true }).catch(() => undefined);
      }
    },
  };
}
