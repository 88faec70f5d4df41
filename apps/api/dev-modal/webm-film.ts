import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';

const CHUNKS_AT = 12;

/** The key frame inside a lossy WebP: VP8, as it stands in a WebM. */
function keyFrameOf(webp: Buffer): Uint8Array {
  for (let at = CHUNKS_AT; at + 8 <= webp.length; ) {
    const length = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return Uint8Array.from(webp.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  throw new Error('no VP8 frame in the WebP');
}

/** Makes a film of lossy WebP pictures, all of one size, without an encoder for video: every frame is a key frame. */
export async function webmFilm(frames: Buffer[], fps: number, width: number, height: number): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: width, codedHeight: height };
  for (const [index, frame] of frames.entries()) {
    await source.add(new EncodedPacket(keyFrameOf(frame), 'key', index / fps, 1 / fps), { decoderConfig });
  }
  await output.finalize();
  if (!target.buffer) throw new Error('nothing was written');
  return Buffer.from(target.buffer);
}
