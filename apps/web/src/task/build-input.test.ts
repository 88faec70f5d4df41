import { expect, test } from 'vitest';
import { aModel } from '../model/model.fixture';
import { buildInput, isChanged, shownValue, sizeOf } from './build-input';

const model = aModel();

test('only what the mode knows and the person chose is sent', () => {
  const values = { prompt: 'a red apple', steps: 16, strength: 0.7, image: 'asset_x', foreign: 1, tiling: true };
  expect(buildInput(model, 'txt2img', values)).toEqual({ prompt: 'a red apple', tiling: true });
  expect(buildInput(model, 'img2img', values)).toEqual({
    prompt: 'a red apple',
    image: 'asset_x',
    strength: 0.7,
    tiling: true,
  });
});

test('a size is sent when it is not the first one, and only if the model makes it', () => {
  expect(buildInput(model, 'txt2img', { width: 768, height: 512 })).toEqual({ width: 768, height: 512 });
  expect(buildInput(model, 'txt2img', { width: 512, height: 512 })).toEqual({});
  expect(sizeOf(model, { width: 640, height: 640 })).toEqual({ width: 512, height: 512 });
});

test('a value of the wrong kind, kept from another model, counts as not chosen', () => {
  const steps = { type: 'integer', label: 'Steps', default: 16, min: 4, max: 50 } as const;
  expect(shownValue({ steps: 'many' }, 'steps', steps)).toBe(16);
  expect(isChanged({ steps: 20 }, 'steps', steps)).toBe(true);
  expect(isChanged({ steps: 16 }, 'steps', steps)).toBe(false);
});
