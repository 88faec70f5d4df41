import type { Asset } from '@easel/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addOutput, HOST, startTestApp, type TestApp, uploaded } from './asset-test-app.js';

let t: TestApp;
let asset: Asset;
beforeAll(async () => {
  t = await startTestApp();
  asset = await uploaded(t.app, 5);
});
afterAll(() => t.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  t.app.inject({ url, headers: { ...HOST, ...headers } });
const content = (headers: Record<string, string> = {}) => get(`/v1/assets/${asset.id}/content`, headers);

test('the whole file, with everything a cache needs', async () => {
  const response = await content();
  expect(response.statusCode).toBe(200);
  expect(response.rawPayload.length).toBe(asset.bytes);
  expect(response.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(asset.bytes),
    etag: `"${asset.sha256}"`,
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-disposition': `inline; filename="upload-${asset.id.slice(-6)}.png"`,
  });
});

test('the preview is a small WebP', async () => {
  const response = await get(`/v1/assets/${asset.id}/preview`);
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/webp']);
  expect(response.rawPayload.toString('latin1', 8, 12)).toBe('WEBP');
});

test('a download has a name that says what made it', async () => {
  const { id } = await addOutput(t.ctx, 66, { model: 'some "model"\r\n', seed: 41 });
  const response = await get(`/v1/assets/${id}/content?download=1`);
  expect(response.headers['content-disposition']).toBe(`attachment; filename="some__model___-41-${id.slice(-6)}.png"`);
});

test('HEAD tells the size and sends nothing', async () => {
  const response = await t.app.inject({ method: 'HEAD', url: `/v1/assets/${asset.id}/content`, headers: HOST });
  expect([response.statusCode, response.headers['content-length'], response.rawPayload.length]).toEqual([
    200,
    String(asset.bytes),
    0,
  ]);
});

describe('conditional and partial requests', () => {
  test('304 when the tag is known', async () => {
    for (const tag of [`"${asset.sha256}"`, `W/"${asset.sha256}"`, `"x", "${asset.sha256}"`, '*']) {
      const response = await content({ 'if-none-match': tag });
      expect([response.statusCode, response.rawPayload.length, response.headers.etag]).toEqual([
        304,
        0,
        `"${asset.sha256}"`,
      ]);
    }
    expect((await content({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  test('206 with the bytes that were asked for', async () => {
    const whole = (await content()).rawPayload;
    const size = whole.length;
    const table: [string, Buffer, string][] = [
      ['bytes=0-9', whole.subarray(0, 10), `bytes 0-9/${size}`],
      ['bytes=10-', whole.subarray(10), `bytes 10-${size - 1}/${size}`],
      ['bytes=-5', whole.subarray(-5), `bytes ${size - 5}-${size - 1}/${size}`],
      [`bytes=3-${size * 2}`, whole.subarray(3), `bytes 3-${size - 1}/${size}`],
    ];
    for (const [range, bytes, header] of table) {
      const response = await content({ range });
      expect([response.statusCode, response.headers['content-range']]).toEqual([206, header]);
      expect(response.headers['content-length']).toBe(String(bytes.length));
      expect(response.headers['content-type']).toBe('image/png');
      expect(response.rawPayload.equals(bytes)).toBe(true);
    }
  });

  test('416 outside of the file, as a problem that says its size', async () => {
    const response = await content({ range: `bytes=${asset.bytes}-` });
    expect(response.statusCode).toBe(416);
    expect(response.headers['content-range']).toBe(`bytes */${asset.bytes}`);
    expect(response.json().code).toBe('range_not_satisfiable');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('If-Range with another tag gets everything', async () => {
    const same = await content({ range: 'bytes=0-1', 'if-range': `"${asset.sha256}"` });
    const other = await content({ range: 'bytes=0-1', 'if-range': '"other"' });
    expect([same.statusCode, other.statusCode]).toEqual([206, 200]);
  });
});

describe('signatures', () => {
  test('the addresses of an asset work', async () => {
    expect((await get(asset.url)).statusCode).toBe(200);
    expect((await get(`${asset.preview_url}&download=1`)).statusCode).toBe(200);
  });

  test('what was changed or has expired is not found, even for the owner', async () => {
    const url = new URL(asset.url, 'http://127.0.0.1');
    const change = (name: string, value: string | null) => {
      const copy = new URL(url);
      if (value === null) copy.searchParams.delete(name);
      else copy.searchParams.set(name, value);
      return `${copy.pathname}${copy.search}`;
    };
    const other = await uploaded(t.app, 6);
    for (const path of [
      change('exp', String(Number(url.searchParams.get('exp')) + 3600)),
      change('exp', '1'),
      change('exp', null),
      change('sig', null),
      change('sig', 'AAAA'),
      `/v1/assets/${asset.id}/preview${url.search}`,
      `/v1/assets/${other.id}/content${url.search}`,
    ]) {
      const response = await get(path);
      expect([path, response.statusCode, response.json().code]).toEqual([path, 404, 'asset_not_found']);
    }
  });

  test('a deleted asset is gone for the signature too', async () => {
    const gone = await uploaded(t.app, 9);
    await t.app.inject({ method: 'DELETE', url: `/v1/assets/${gone.id}`, headers: HOST });
    expect((await get(gone.url)).statusCode).toBe(404);
    expect((await get(`/v1/assets/${gone.id}/content`)).statusCode).toBe(404);
  });
});

/** Two hundred ways of climbing out of a folder. */
function climbs(): string[] {
  const dots = ['..', '%2e%2e', '%2e.', '.%2e', '%252e%252e', '....', '%c0%ae%c0%ae', '..%00', '..;', '%uff0e%uff0e'];
  const slashes = ['%2f', '%5c', '%252f', '%255c', '%c0%af'];
  const goals = ['secret.key', 'easel.db', 'etc%2fpasswd', 'blobs'];
  return dots.flatMap((dot) => slashes.flatMap((slash) => goals.map((goal) => `${dot}${slash}`.repeat(3) + goal)));
}

test('a path in place of an id reaches no file', async () => {
  expect(climbs()).toHaveLength(200);
  for (const id of [
    ...climbs(),
    '..%2f..%2fsecret.key',
    '%2e%2e%2fsecret.key',
    '%252e%252e%252fsecret.key',
    '..%5csecret.key',
    'asset_%00',
    asset.sha256,
    `..%2fblobs%2f${asset.sha256.slice(0, 2)}`,
  ]) {
    for (const kind of ['', '/content', '/preview']) {
      const response = await get(`/v1/assets/${id}${kind}`);
      expect([400, 404]).toContain(response.statusCode);
      expect(response.headers['content-type']).toContain('application/problem+json');
    }
  }
});

test("another owner's asset is like none", async () => {
  const at = new Date().toISOString();
  await t.ctx.store.write((tx) =>
    tx.db.insertInto('users').values({ id: 'user_other', name: 'Other', role: 'member', created_at: at }).execute(),
  );
  const { id } = await addOutput(t.ctx, 3, { owner_id: 'user_other' });
  const unknown = `${id.slice(0, -4)}0000`;
  for (const kind of ['', '/content', '/preview']) {
    const [foreign, missing] = await Promise.all([get(`/v1/assets/${id}${kind}`), get(`/v1/assets/${unknown}${kind}`)]);
    expect(foreign.statusCode).toBe(404);
    expect({ ...foreign.json(), request_id: '' }).toEqual({ ...missing.json(), request_id: '' });
  }
});
