import { expect, test } from 'vitest';
import { aModel, aVideoModel } from '../model/model.fixture';
import { draftFor } from './switch-model';

const image = aModel();
const video = aVideoModel();
const draft = { model: image.id, mode: 'img2img' as const, count: 2, kept: {} };

test('what both models know is kept, what the next one cannot do is laid aside until its model is back', () => {
  const values = { prompt: 'a boat', image: 'asset_x', strength: 0.7, steps: 16, frames: 18 };
  const there = draftFor({ ...draft, values }, video, 'i2v');
  expect(there).toMatchObject({
    model: video.id,
    mode: 'i2v',
    values: { prompt: 'a boat', image: 'asset_x', steps: 16 },
  });
  expect(there.values.frames).toBeUndefined();
  const back = draftFor(there, image, 'img2img');
  expect(back.values).toEqual(values);
  expect(back.mode).toBe('img2img');
});

test('a size that the next model does not make is not taken along', () => {
  const own = { ...image, id: 'own', size: { options: [], custom: { min: 256, max: 1024, multiple_of: 64 } } };
  const values = { width: 832, height: 480 };
  expect(draftFor({ ...draft, values }, own, null).values).toEqual({});
  expect(draftFor({ ...draft, values: { width: 832, height: 512 } }, own, null).values).toEqual({
    width: 832,
    height: 512,
  });
  expect(draftFor(draftFor({ ...draft, values }, own, null), image, null).values).toEqual(values);
});

test('a mode that the next model does not have becomes the one it prefers', () => {
  expect(draftFor({ ...draft, values: {} }, video, 'img2img').mode).toBe('t2v');
});
