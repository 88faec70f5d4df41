import type { Asset } from '@easel/sdk';
import { expect, test } from 'vitest';
import { fileNameOf, recipeOf, withoutSeed } from './recipe';

const asset: Asset = {
  id: 'asset_1',
  kind: 'output',
  task_id: 'task_1',
  index: 2,
  type: 'image',
  content_type: 'image/jpeg',
  width: 512,
  height: 512,
  bytes: 1,
  duration_s: null,
  sha256: '',
  seed: 7,
  recipe: { model: 'test-model', mode: 'txt2img', input: { prompt: 'A red apple, please!', seed: 5 } },
  favorite: false,
  tags: [],
  url: '',
  preview_url: '',
  url_expires_at: '',
  created_at: '',
};

test('the recipe of one output of several has the seed of that output', () => {
  const recipe = recipeOf(asset);
  expect(recipe?.input).toEqual({ prompt: 'A red apple, please!', seed: 7 });
  expect(recipe && withoutSeed(recipe).input).toEqual({ prompt: 'A red apple, please!' });
});

test('a file is named after its prompt and seed', () => {
  expect(fileNameOf(asset)).toBe('a-red-apple-please-7.jpg');
  const video: Asset = { ...asset, type: 'video', content_type: 'video/webm', recipe: null };
  expect(fileNameOf(video)).toBe('video-without-a-prompt-7.webm');
});
