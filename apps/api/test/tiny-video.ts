import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import sharp from 'sharp';

const RATE = 8;

/** The key frame inside a lossy WebP: VP8, as it stands in a WebM. */
async function keyFrame(shade: number, width: number, height: number): Promise<Uint8Array> {
  const background = { r: shade % 256, g: (shade * 7) % 256, b: (shade * 31) % 256 };
  const webp = await sharp({ create: { width, height, channels: 3, background } })
    .webp({ quality: 50 })
    .toBuffer();
  for (let at = 12; at + 8 <= webp.length; ) {
    const length = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return new Uint8Array(webp.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  throw new Error('no VP8 frame in the WebP');
}

/** A real video of a few frames that browsers play, WebM unless asked otherwise; another seed gives other bytes. */
export async function tinyVideo(
  seed: number,
  { width = 64, height = 48, frames = 4, container = 'webm' } = {},
): Promise<Buffer> {
  const target = new BufferTarget();
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: RATE });
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: width, codedHeight: height };
  for (let frame = 0; frame < frames; frame += 1) {
    const data = await keyFrame(seed + frame * 20, width, height);
    await source.add(new EncodedPacket(data, 'key', frame / RATE, 1 / RATE), { decoderConfig });
  }
  await output.finalize();
  if (!target.buffer) throw new Error('nothing was written');
  return Buffer.from(target.buffer);
}
