import { expect, test } from 'vitest';
import { aModel, aVideoModel } from '../model/model.fixture';
import { filmOf, formatSeconds, lengthOf } from './film';

test('the length of a video follows from its frames and their rate', () => {
  const model = aVideoModel();
  expect(lengthOf(filmOf(model, 't2v', {}))).toBe('5.1 s');
  expect(lengthOf(filmOf(model, 't2v', { frames: 81, fps: 24 }))).toBe('3.4 s');
  expect(lengthOf(filmOf(aModel(), 'txt2img', { frames: 81, fps: 24 }))).toBeNull();
});

test('seconds are as exact as one can see', () => {
  expect([0.5, 3.375, 5, 12.6].map(formatSeconds)).toEqual(['0.5 s', '3.4 s', '5 s', '13 s']);
});
