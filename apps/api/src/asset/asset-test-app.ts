import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asset } from '@easel/contracts';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { buildApp } from '../app.js';
import { readConfig } from '../config.js';
import type { Context } from '../context.js';
import { createContext } from '../create-context.js';
import type { AssetRow } from '../db/schema.js';
import { newId } from '../ids.js';
import { createLog } from '../log.js';
import { insertAsset } from './asset.repository.js';
import { storeImage } from './store-image.js';

export interface TestApp {
  app: FastifyInstance;
  ctx: Context;
  dir: string;
  close(): Promise<void>;
}

/** The real application on a data directory of its own, without a backend. For tests. */
export async function startTestApp(): Promise<TestApp> {
  const dir = await mkdtemp(join(tmpdir(), 'easel-asset-'));
  const config = readConfig({ EASEL_DATA_DIR: dir, NODE_ENV: 'test' });
  const { ctx, close } = await createContext(config, { log: createLog('silent'), backends: [] });
  const app = await buildApp(ctx);
  return {
    app,
    ctx,
    dir,
    async close() {
      await app.close();
      await close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const HOST = { host: '127.0.0.1' };

/** Sends a form with one part per entry. */
export async function sendForm(
  app: FastifyInstance,
  parts: [name: string, value: Uint8Array | string][],
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)], { type: 'image/png' }), 'picture.png');
  }
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  return app.inject({
    method: 'POST',
    url: '/v1/assets',
    headers: { ...HOST, 'content-type': request.headers.get('content-type') ?? '', ...headers },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

export const upload = (app: FastifyInstance, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  sendForm(app, [['file', bytes]], headers);

/** A small picture; different numbers make different bytes. */
export const picture = (shade: number, format: 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' = 'png'): Promise<Buffer> =>
  sharp({ create: { width: 48, height: 32, channels: 3, background: { r: shade, g: 90, b: 30 } } })
    .toFormat(format)
    .toBuffer();

export async function uploaded(app: FastifyInstance, shade: number): Promise<Asset> {
  const response = await upload(app, await picture(shade));
  return response.json();
}

/** Records an output as a finished task would. */
export async function addOutput(ctx: Context, shade: number, change: Partial<AssetRow> = {}): Promise<AssetRow> {
  const { blob, preview, width, height } = await storeImage(ctx, await picture(shade), 'image/png');
  const row: AssetRow = {
    id: newId('asset'),
    owner_id: ctx.local_owner_id,
    kind: 'output',
    task_id: newId('task'),
    idx: 0,
    late: 0,
    type: 'image',
    model: 'a-model',
    content_type: blob.content_type,
    width,
    height,
    bytes: blob.bytes,
    duration_s: null,
    sha256: blob.sha256,
    upload_sha256: null,
    preview_sha256: preview.sha256,
    seed: 7,
    recipe: null,
    favorite: 0,
    tags: '[]',
    created_at: new Date().toISOString(),
    deleted_at: null,
    ...change,
  };
  await ctx.store.write((tx) => insertAsset(tx, row, [blob, preview], ctx.storage));
  return row;
}
