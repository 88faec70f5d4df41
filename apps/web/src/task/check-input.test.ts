import { expect, test } from 'vitest';
import { aModel, aVideoModel } from '../model/model.fixture';
import { checkInput, missingFields } from './check-input';

const model = aModel();

test('what is missing is known at once', () => {
  expect(Object.keys(missingFields(model, 'img2img', { prompt: ' ' }))).toEqual(['prompt', 'image']);
  expect(missingFields(model, 'txt2img', { prompt: 'an apple' })).toEqual({});
});

test('a field is refused with the words of the contract', async () => {
  expect(await checkInput(model, 'txt2img', { prompt: 'x'.repeat(21), steps: 3 })).toEqual({
    prompt: 'Prompt must have at most 20 characters.',
    steps: 'Steps must be a whole number from 4 to 50.',
  });
});

test('key frames are held against the length of the video', async () => {
  const image = `asset_${'0'.repeat(26)}`;
  const input = { prompt: 'a boat', frames: 49, keyframes: [{ frame: 60, image }] };
  const errors = await checkInput(aVideoModel(), 'arbitrary_frame', input);
  expect(errors).toEqual({ keyframes: 'Frame 60 is beyond the end: the video has 49 frames, 0 to 48.' });
  expect(await checkInput(aVideoModel(), 'arbitrary_frame', { ...input, frames: 81 })).toEqual({});
  expect(missingFields(aVideoModel(), 'arbitrary_frame', { prompt: 'a boat' })).toEqual({
    keyframes: 'Add a key frame first.',
  });
});
