import type { Storage } from '../storage/storage.js';

/** The file is not a whole video of a kind that browsers play. */
export class UndecodableVideo extends Error {
  override readonly name = 'UndecodableVideo';
}

export interface VideoFacts {
  width: number;
  height: number;
  duration_s: number;
  content_type: 'video/mp4' | 'video/webm';
}

const CACHE_BYTES = 4 * 1024 * 1024;

async function open(storage: Pick<Storage, 'stream' | 'stat'>, sha256: string) {
  const { CustomSource, Input, MP4, WEBM } = await import('mediabunny');
  const source = new CustomSource({
    getSize: async () => (await storage.stat(sha256))?.bytes ?? 0,
    read: async (start, end) => Buffer.concat(await storage.stream(sha256, { start, end: end - 1 }).toArray()),
    maxCacheSize: CACHE_BYTES,
    prefetchProfile: 'fileSystem',
  });
  return new Input({ source, formats: [MP4, WEBM] });
}

async function read(storage: Pick<Storage, 'stream' | 'stat'>, sha256: string): Promise<VideoFacts> {
  const { EncodedPacketSink } = await import('mediabunny');
  const input = await open(storage, sha256);
  try {
    const type = (await input.getMimeType()).split(';')[0];
    if (type !== 'video/mp4' && type !== 'video/webm') throw new UndecodableVideo(`${type} is not taken`);
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new UndecodableVideo('there is no video track');
    if ((await track.getCodec()) === null) throw new UndecodableVideo('the kind of video track is not known');
    const duration_s = await track.computeDuration();
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const sink = new EncodedPacketSink(track);
    const [first, last] = [await sink.getFirstPacket(), await sink.getPacket(duration_s)];
    // A file that was cut off names pictures that are not there.
    if (first?.type !== 'key' || !last?.data.byteLength) throw new UndecodableVideo('it holds no whole picture');
    if (!(duration_s > 0 && width > 0 && height > 0)) throw new UndecodableVideo('it has no length or no size');
    return { width, height, duration_s: Math.round(duration_s * 1000) / 1000, content_type: type };
  } finally {
    input.dispose();
  }
}

/**
 * Reads size, length and kind of a stored video from the file, piece by piece.
 *
 * @throws UndecodableVideo when it is not a whole MP4 or WebM with a video track
 */
export async function readVideo(storage: Pick<Storage, 'stream' | 'stat'>, sha256: string): Promise<VideoFacts> {
  try {
    return await read(storage, sha256);
  } catch (error) {
    if (error instanceof UndecodableVideo) throw error;
    throw new UndecodableVideo(error instanceof Error ? error.message : 'not a video', { cause: error });
  }
}
