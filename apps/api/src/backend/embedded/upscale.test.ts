import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '@easel/contracts';
import { readRecipe } from '@easel/engine/recipe';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, startApp, type TestApp } from '../../../test/harness.js';
import { sendForm } from '../../asset/asset-test-app.js';
import { createEmbeddedBackend } from './embedded-backend.js';
import { loadEngine } from './load-engine.js';

const shipped = JSON.parse(readFileSync(join(ROOT, 'inference_settings.json'), 'utf8'));
const settings = parseSettings(shipped);
const model = Object.keys(settings.models).find((id) => settings.models[id]?.modes.upscale) ?? '';

let api: TestApp;
beforeAll(async () => {
  const load = loadEngine({ weights_dir: null });
  api = await startApp({ settings: shipped, backends: [createEmbeddedBackend(settings, load)] });
});
afterAll(() => api?.stop());

async function upload(width: number, height: number): Promise<string> {
  const picture = sharp({ create: { width, height, channels: 3, background: '#2a7' } });
  const answer = await sendForm(api.app, [['file', await picture.png().toBuffer()]]);
  expect(answer.statusCode).toBe(201);
  return answer.json().id;
}

test('a picture comes back larger, with its recipe and without a seed', async () => {
  const image = await upload(60, 40);
  const task = await api.create({ model, input: { image, scale: 4, output_format: 'webp' } });
  const { status, outputs, error } = await api.ended(task.id);
  expect([status, error]).toEqual(['done', null]);
  const input = { image, scale: 4, kind: 'drawing', output_format: 'webp' };
  expect(outputs).toMatchObject([
    { width: 240, height: 160, seed: null, content_type: 'image/webp', recipe: { model, mode: 'upscale', input } },
  ]);
  const { url } = outputs[0] ?? { url: '' };
  const file = await api.app.inject({ method: 'GET', url });
  expect(await sharp(file.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 240, height: 160 });
  expect(readRecipe(file.rawPayload)).toMatchObject({ model, mode: 'upscale', input });
});

test('what would become too large is refused when it is asked for, and the largest is not', async () => {
  const image = await upload(2049, 2048);
  const answer = await api.call('POST', '/v1/tasks', { body: { model, input: { image, scale: 4 } } });
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
  expect(answer.body.errors).toEqual([
    {
      path: 'input.image',
      message: 'is too large: 2049 × 2048 would become 8196 × 8192. At 4 × it may have as many pixels as 2048 × 2048',
    },
  ]);
  const fits = await api.create({ model, input: { image, scale: 2 } });
  expect((await api.call('POST', `/v1/tasks/${fits.id}/cancel`)).status).toBeLessThan(300);
  expect((await api.ended(fits.id)).status).toBe('cancelled');
});
