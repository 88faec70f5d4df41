import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOST, picture, sendForm, startTestApp, type TestApp, upload } from './asset-test-app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

async function stored(id: string): Promise<Buffer> {
  const response = await t.app.inject({ url: `/v1/assets/${id}/content`, headers: HOST });
  expect(response.statusCode).toBe(200);
  return response.rawPayload;
}

/** A black square as a PNG of one bit per pixel, written by hand: no encoder holds its pixels. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc(side * (1 + side / 8)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

describe('what is accepted', () => {
  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('%s, told by its content', async (format) => {
    const response = await upload(t.app, await picture(10, format));
    expect(response.statusCode).toBe(201);
    expect(response.headers.location).toBe(`/v1/assets/${response.json().id}`);
    expect(response.json()).toMatchObject({ kind: 'input', content_type: `image/${format}`, width: 48, height: 32 });
  });

  test('a PNG keeps every pixel', async () => {
    const bytes = await sharp({
      create: {
        width: 40,
        height: 30,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 120, sigma: 40 },
      },
    })
      .png()
      .toBuffer();
    const { id } = (await upload(t.app, bytes)).json();
    const [before, after] = await Promise.all([bytes, await stored(id)].map((b) => sharp(b).raw().toBuffer()));
    expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true);
  });

  test('the orientation is applied and the place where it was taken is removed', async () => {
    const bytes = await sharp({ create: { width: 60, height: 20, channels: 3, background: 'blue' } })
      .withExif({
        IFD0: { Orientation: '6', Make: 'Camera' },
        IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const asset = (await upload(t.app, bytes)).json();
    expect(asset).toMatchObject({ width: 20, height: 60, content_type: 'image/jpeg' });
    const kept = await sharp(await stored(asset.id)).metadata();
    expect([kept.exif, kept.xmp, kept.iptc, kept.orientation]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('what is refused', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const code = async (bytes: Uint8Array) => {
    const response = await upload(t.app, bytes);
    return [response.statusCode, response.json().code];
  };

  test('SVG, GIF, and text: 415', async () => {
    expect(await code(svg)).toEqual([415, 'unsupported_media_type']);
    expect(await code(await picture(1, 'gif'))).toEqual([415, 'unsupported_media_type']);
    expect(await code(Buffer.from('hello'))).toEqual([415, 'unsupported_media_type']);
  });

  test('an animated WebP: 415', async () => {
    const frames = [await picture(10), await picture(200)];
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [90, 90] })
      .toBuffer();
    expect(await code(bytes)).toEqual([415, 'unsupported_media_type']);
  });

  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('a %s that is cut off: 400', async (format) => {
    const bytes = await sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 99, sigma: 40 },
      },
    })
      .toFormat(format)
      .toBuffer();
    expect(await code(bytes.subarray(0, bytes.length >> 1))).toEqual([400, 'invalid_input']);
  });

  test('nothing at all: 400', async () => expect(await code(Buffer.alloc(0))).toEqual([400, 'invalid_input']));

  test('a small file of too many pixels: 413, and nothing is decoded for it', async () => {
    const bomb = blackPng(16_000);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await code(bomb)).toEqual([413, 'payload_too_large']);
  });

  test('fifty of them at once are all refused within 200 MB', async () => {
    const bombs = Array.from({ length: 50 }, () => blackPng(16_000));
    const before = process.memoryUsage.rss();
    let most = before;
    const answers = await Promise.all(
      bombs.map(async (bomb) => {
        const answer = await code(bomb);
        most = Math.max(most, process.memoryUsage.rss());
        return answer;
      }),
    );
    expect(new Set(answers.map(String))).toEqual(new Set(['413,payload_too_large']));
    expect(most - before).toBeLessThan(200e6);
  });

  test('more bytes than the settings allow: 413, announced or not', async () => {
    const max = t.ctx.settings.limits.upload_max_mib * 1024 * 1024;
    expect(await code(Buffer.alloc(max + 1, 1))).toEqual([413, 'payload_too_large']);
    expect(await code(Buffer.alloc(max + 200_000, 1))).toEqual([413, 'payload_too_large']);
  });

  test.each([
    ['no part', []],
    ['another name', [['image', Buffer.from('x')]]],
    [
      'two files',
      [
        ['file', Buffer.from('x')],
        ['file', Buffer.from('y')],
      ],
    ],
    [
      'a field beside it',
      [
        ['note', 'hello'],
        ['file', Buffer.from('x')],
      ],
    ],
    ['a field in its place', [['file', 'hello']]],
    ['five parts', [1, 2, 3, 4, 5].map((n): [string, Buffer] => [`f${n}`, Buffer.from('x')])],
  ] as [string, [string, Uint8Array | string][]][])('a form with %s: 400 at "file"', async (_name, parts) => {
    const response = await sendForm(t.app, parts);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].path).toBe('file');
  });

  test('a form that is cut off: 400', async () => {
    const response = await t.app.inject({
      method: 'POST',
      url: '/v1/assets',
      headers: { ...HOST, 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc',
    });
    expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_input']);
  });
});

describe('the same bytes again', () => {
  test('make one asset, also at the same time', async () => {
    const bytes = await picture(77);
    const responses = await Promise.all(Array.from({ length: 8 }, () => upload(t.app, bytes)));
    expect(new Set(responses.map((r) => r.json().id)).size).toBe(1);
    expect(responses.map((r) => r.statusCode).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  });

  test('bring a deleted one back', async () => {
    const bytes = await picture(78);
    const { id } = (await upload(t.app, bytes)).json();
    await t.app.inject({ method: 'DELETE', url: `/v1/assets/${id}`, headers: HOST });
    const again = await upload(t.app, bytes);
    expect([again.statusCode, again.json().id]).toEqual([200, id]);
    expect((await t.app.inject({ url: `/v1/assets/${id}`, headers: HOST })).statusCode).toBe(200);
  });

  test('are a replay under the same key; other bytes under it are refused', async () => {
    const key = { 'idempotency-key': 'one' };
    const first = await upload(t.app, await picture(79), key);
    const again = await upload(t.app, await picture(79), key);
    const other = await upload(t.app, await picture(80), key);
    expect([first.statusCode, first.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect([again.json().id, again.headers['idempotency-replayed']]).toEqual([first.json().id, 'true']);
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_conflict']);
  });
});
