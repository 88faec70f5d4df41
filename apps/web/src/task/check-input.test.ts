import { expect, test } from 'vitest';
import { aModel } from '../model/model.fixture';
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
