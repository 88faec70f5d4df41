import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '@easel/contracts';
import { readRecipe } from '@easel/engine/recipe';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, startApp, type TestApp } from '../../../test/harness.js';
import { createEmbeddedBackend } from './embedded-backend.js';
import { loadEngine } from './load-engine.js';

const shipped = JSON.parse(readFileSync(join(ROOT, 'inference_settings.json'), 'utf8'));
const settings = parseSettings(shipped);
const looping = Object.entries(settings.models).find(([, { modes, runtimes }]) => modes.t2v && runtimes.embedded);
const model = looping?.[0] ?? '';

let api: TestApp;
beforeAll(async () => {
  const load = loadEngine({ weights_dir: null });
  api = await startApp({ settings: shipped, backends: [createEmbeddedBackend(settings, load)] });
});
afterAll(() => api?.stop());

test('a loop is kept as a film with a still picture to show, and carries its recipe', async () => {
  const input = { prompt: 'a red heart', seed: 3, duration_s: 2, fps: 12, steps: 4, variation: 0 };
  const task = await api.create({ model, mode: 't2v', input });
  const { status, outputs, error } = await api.ended(task.id);
  expect([status, error]).toEqual(['done', null]);
  expect(outputs).toMatchObject([
    { type: 'video', content_type: 'video/mp4', width: 512, height: 512, duration_s: 2, seed: 3 },
  ]);
  const [{ url, preview_url } = { url: '', preview_url: '' }] = outputs;
  const file = await api.app.inject({ method: 'GET', url });
  expect(file.headers['content-type']).toBe('video/mp4');
  expect(file.rawPayload.length).toBe(outputs[0]?.bytes);
  expect(readRecipe(file.rawPayload)).toMatchObject({ model, mode: 't2v', input });
  const some = await api.app.inject({ method: 'GET', url, headers: { range: 'bytes=0-99' } });
  expect([some.statusCode, some.rawPayload.length]).toEqual([206, 100]);
  const preview = await api.app.inject({ method: 'GET', url: preview_url });
  const { data, info } = await sharp(preview.rawPayload).raw().toBuffer({ resolveWithObject: true });
  expect(info.width).toBe(info.height);
  // A heart before a white background, not something black.
  expect(data.subarray(0, 3).every((value) => value > 230)).toBe(true);
});

test('what no loop can be made of is refused with its path', async () => {
  const input = { prompt: 'a red heart', motion: 'explode', duration_s: 9, output_format: 'png' };
  const answer = await api.call('POST', '/v1/tasks', { body: { model, mode: 't2v', input } });
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
  const paths = answer.body.errors.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(expect.arrayContaining(['input.motion', 'input.duration_s', 'input.output_format']));
});
