import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyPicture } from '../../test/tiny-picture.js';
import { tinyVideo } from '../../test/tiny-video.js';
import { createLocalStorage } from '../storage/local-storage.js';
import { BlobMismatch, type Storage } from '../storage/storage.js';
import { readVideo, UndecodableVideo } from './read-video.js';

let dir: string;
let storage: Storage;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'easel-video-'));
  storage = await createLocalStorage(dir);
});
afterAll(() => rm(dir, { recursive: true }));

const put = async (bytes: Buffer) => (await storage.put(bytes, 'video/webm')).sha256;

test('size, length and kind are read from the file', async () => {
  const sha256 = await put(await tinyVideo(1, { width: 80, height: 48, frames: 6 }));
  expect(await readVideo(storage, sha256)).toEqual({
    width: 80,
    height: 48,
    duration_s: 0.75,
    content_type: 'video/webm',
  });
});

test('an MP4 is one too', async () => {
  const sha256 = await put(await tinyVideo(1, { container: 'mp4' }));
  expect(await readVideo(storage, sha256)).toMatchObject({ width: 64, duration_s: 0.5, content_type: 'video/mp4' });
});

test.each([
  ['an MP4 whose last pictures are missing', async () => (await tinyVideo(1, { container: 'mp4' })).subarray(0, -40)],
  ['nothing like a video', async () => Buffer.from('hello '.repeat(100))],
  ['a picture', () => tinyPicture(1)],
  ['only the beginning of a video', async () => (await tinyVideo(1)).subarray(0, 200)],
  ['an empty file', async () => Buffer.alloc(1)],
])('%s is refused', async (_what, bytes) => {
  const sha256 = await put(await bytes());
  await expect(readVideo(storage, sha256)).rejects.toBeInstanceOf(UndecodableVideo);
});

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('what comes in pieces is stored when it is what was announced, and only then', async () => {
  const bytes = await tinyVideo(5);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const expected = { sha256, bytes: bytes.length };
  const wrong = pieces(Buffer.alloc(bytes.length), 100);
  await expect(storage.putStream(wrong, 'video/webm', expected)).rejects.toBeInstanceOf(BlobMismatch);
  const short = pieces(bytes.subarray(0, -1), 100);
  await expect(storage.putStream(short, 'video/webm', expected)).rejects.toBeInstanceOf(BlobMismatch);
  const long = pieces(Buffer.concat([bytes, bytes]), 100);
  await expect(storage.putStream(long, 'video/webm', expected)).rejects.toBeInstanceOf(BlobMismatch);
  async function* broken() {
    yield bytes.subarray(0, 10);
    throw new Error('the line went dead');
  }
  await expect(storage.putStream(broken(), 'video/webm', expected)).rejects.toThrow('the line went dead');
  expect(await storage.stat(sha256)).toBeNull();
  await storage.putStream(pieces(bytes, 100), 'video/webm', expected);
  expect(await storage.read(sha256)).toEqual(bytes);
});
