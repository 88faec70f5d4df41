import { createHash } from 'node:crypto';
import { existsSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpProblem } from '../http/http-problem.js';
import { diskProblem } from './disk-problem.js';
import { createLocalStorage } from './local-storage.js';
import { holdRemovals } from './removal-hold.js';
import type { Storage } from './storage.js';

let dir: string;
let storage: Storage;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'easel-storage-'));
  storage = await createLocalStorage(dir);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const BYTES = Buffer.from('some bytes');
const SHA = createHash('sha256').update(BYTES).digest('hex');
const pathOf = (sha: string) => join(dir, 'blobs', sha.slice(0, 2), sha);

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function names(): Promise<string[]> {
  const found: string[] = [];
  for await (const { sha256 } of storage.list()) found.push(sha256);
  return found;
}

test('bytes come back as they went in', async () => {
  expect(await storage.put(BYTES, 'text/plain')).toEqual({ sha256: SHA, bytes: 10, content_type: 'text/plain' });
  expect(existsSync(pathOf(SHA))).toBe(true);
  expect((await storage.read(SHA)).equals(BYTES)).toBe(true);
  expect(await collect(storage.stream(SHA))).toBe('some bytes');
  expect(await collect(storage.stream(SHA, { start: 5, end: 7 }))).toBe('byt');
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
});

test('many writers of the same bytes leave one file', async () => {
  await Promise.all(Array.from({ length: 20 }, () => storage.put(BYTES, 'text/plain')));
  expect(await readdir(join(dir, 'blobs', SHA.slice(0, 2)))).toEqual([SHA]);
});

test('writing again makes bytes young, and mends a file of another size', async () => {
  await storage.put(BYTES, 'text/plain');
  const old = new Date(Date.now() - 3600_000);
  await utimes(pathOf(SHA), old, old);
  expect((await storage.stat(SHA))?.age_ms).toBeGreaterThan(3_000_000);
  await storage.put(BYTES, 'text/plain');
  expect((await storage.stat(SHA))?.age_ms).toBeLessThan(60_000);
  await writeFile(pathOf(SHA), 'some');
  await storage.put(BYTES, 'text/plain');
  expect((await storage.read(SHA)).equals(BYTES)).toBe(true);
});

test('removing twice is no error, and nothing is left', async () => {
  await storage.put(BYTES, 'text/plain');
  await storage.remove(SHA);
  await storage.remove(SHA);
  expect(await storage.stat(SHA)).toBeNull();
  expect(await names()).toEqual([]);
});

test('nothing is removed while somebody holds it, from this process or another', async () => {
  await storage.put(BYTES, 'text/plain');
  const [one, two] = [holdRemovals(dir), holdRemovals(dir)];
  expect(await storage.remove(SHA)).toBe(false);
  one();
  expect(await storage.remove(SHA)).toBe(false);
  two();
  expect(await storage.remove(SHA)).toBe(true);
  expect(await storage.stat(SHA)).toBeNull();
});

test('what a dead process left half written is thrown away at the start', async () => {
  await writeFile(join(dir, 'tmp', 'half'), 'x');
  await createLocalStorage(dir);
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
});

test('the list names blobs only', async () => {
  await storage.put(BYTES, 'text/plain');
  await writeFile(join(dir, 'blobs', SHA.slice(0, 2), 'notes.txt'), 'x');
  await mkdir(join(dir, 'blobs', 'zz'));
  expect(await names()).toEqual([SHA]);
});

test('a name that is not a hash reaches no file', async () => {
  await writeFile(join(dir, 'secret'), 'x');
  await mkdir(join(dir, 'blobs', '..'), { recursive: true });
  symlinkSync(join(dir, 'secret'), join(dir, 'blobs', 'link'));
  const parts = ['..', '%2e%2e', '%252e%252e', '.', '', '\0', 'link', 'secret', '..\\', 'a'.repeat(64).toUpperCase()];
  const payloads = parts.flatMap((a) => parts.flatMap((b) => [`${a}/${b}`, `${a}\\${b}`, a + b]));
  for (const name of payloads) {
    await expect(storage.read(name)).rejects.toThrow('not the name of a blob');
    expect(() => storage.stream(name)).toThrow('not the name of a blob');
    await expect(storage.remove(name)).rejects.toThrow('not the name of a blob');
  }
});

test('a disk that takes nothing is unavailable, and works again when it does', async () => {
  for (const code of ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO']) {
    const problem = diskProblem(Object.assign(new Error('x'), { code }));
    expect(problem).toBeInstanceOf(HttpProblem);
    expect(problem).toMatchObject({ code: 'unavailable', status: 503 });
  }
  const other = new Error('something else');
  expect(diskProblem(other)).toBe(other);
  await storage.check();
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is unavailable', async () => {
  await chmod(join(dir, 'tmp'), 0o500);
  await expect(storage.put(BYTES, 'text/plain')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(storage.check()).rejects.toMatchObject({ code: 'unavailable' });
  await chmod(join(dir, 'tmp'), 0o700);
  await storage.put(BYTES, 'text/plain');
});
