import { expect, test } from 'vitest';
import { aModel, aVideoModel } from '../model/model.fixture';
import type { Draft } from './draft';
import { chosenOf, placeFor, placeForDrop, placeImage } from './place-image';

const image = aModel();
const video = aVideoModel();
const models = [image, video];
const draft = (change: Partial<Draft> = {}): Draft => ({
  model: image.id,
  mode: 'txt2img',
  values: { prompt: 'a boat' },
  count: 1,
  kept: {},
  ...change,
});
const summary = (place: ReturnType<typeof placeFor>) => place && `${place.model.id} ${place.mode} ${place.name}`;

test('without a choice the form shows what would start soonest', () => {
  const waiting = { ...image, availability: 'unavailable' as const };
  expect(chosenOf([waiting, video], { model: null, mode: null })?.model.id).toBe('test-video');
  expect(chosenOf([waiting, video], { model: image.id, mode: null })?.model.id).toBe('test-model');
  expect(chosenOf([], { model: null, mode: null })).toBeNull();
});

test('a first and then a last picture lead to the mode that takes both, and stay', () => {
  const first = placeFor(models, draft(), 'first');
  expect(summary(first)).toBe('test-video i2v image');
  if (!first) return;
  const begun = placeImage(draft(), chosenOf(models, draft()), first, 'asset_a');
  expect(begun).toMatchObject({ model: video.id, mode: 'i2v', values: { prompt: 'a boat', image: 'asset_a' } });
  const last = placeFor(models, begun, 'last');
  expect(summary(last)).toBe('test-video first_last_frame last_image');
  if (!last) return;
  const both = placeImage(begun, chosenOf(models, begun), last, 'asset_b');
  expect(both).toMatchObject({ mode: 'first_last_frame', values: { image: 'asset_a', last_image: 'asset_b' } });
});

test('the last picture may come first', () => {
  const begun = draft({ values: { last_image: 'asset_b' } });
  expect(summary(placeFor(models, begun, 'first'))).toBe('test-video first_last_frame image');
});

test('a picture keeps its role where the place has another name', () => {
  const { image: first, ...rest } = video.parameters;
  const other = { ...video, id: 'other', parameters: { start: first ?? rest.seed, ...rest } } as typeof video;
  const begun = draft({ model: video.id, mode: 'i2v', values: { image: 'asset_a' } });
  const to = { model: other, mode: 'i2v' as const, name: 'start', role: 'first' as const };
  const last = { ...to, mode: 'first_last_frame' as const, name: 'last_image', role: 'last' as const };
  expect(placeImage(begun, { model: video, mode: 'i2v' }, last, 'asset_b').values).toMatchObject({
    start: 'asset_a',
    last_image: 'asset_b',
  });
});

test('a dropped picture fills the empty place, and adds a key frame where there is a list', () => {
  const values = { image: 'asset_a' };
  expect(summary(placeForDrop(models, draft({ model: video.id, mode: 'first_last_frame', values })))).toBe(
    'test-video first_last_frame last_image',
  );
  expect(summary(placeForDrop(models, draft()))).toBe('test-model img2img image');
  const keyed = draft({ model: video.id, mode: 'arbitrary_frame', values: {} });
  const place = placeForDrop(models, keyed);
  expect(summary(place)).toBe('test-video arbitrary_frame keyframes');
  if (!place) return;
  const one = placeImage(keyed, chosenOf(models, keyed), place, 'asset_a');
  const two = placeImage(one, chosenOf(models, one), place, 'asset_b');
  expect(two.values.keyframes).toEqual([
    { frame: 0, image: 'asset_a' },
    { frame: 80, image: 'asset_b' },
  ]);
});
