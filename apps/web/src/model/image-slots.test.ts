import { expect, test } from 'vitest';
import { placesFor, slotsIn } from './image-slots';
import { aModel, aVideoModel } from './model.fixture';

const video = aVideoModel();

test('the order of declaration says which picture is the first and which the last', () => {
  expect(slotsIn(video, 'first_last_frame')).toEqual([
    { name: 'image', role: 'first' },
    { name: 'last_image', role: 'last' },
  ]);
  expect(slotsIn(video, 'i2v')).toEqual([{ name: 'image', role: 'first' }]);
  expect(slotsIn(video, 'arbitrary_frame')).toEqual([{ name: 'keyframes', role: 'keyframe' }]);
  expect(slotsIn(aModel(), 'img2img')).toEqual([{ name: 'image', role: 'reference' }]);
  const enlarging = {
    ...aModel(),
    parameters: { image: { type: 'image' as const, label: 'Picture', required: true } },
  };
  expect(slotsIn(enlarging, 'upscale')).toEqual([{ name: 'image', role: 'source' }]);
});

test('a picture goes to the model in the form if it can, else to the one that starts soonest', () => {
  const down = { ...aVideoModel(), id: 'down', availability: 'waiting' as const };
  const models = [aModel(), down, video];
  const names = (current: Parameters<typeof placesFor>[0]['current'], role: 'last' | 'first' | 'mask') =>
    placesFor({ models, current, role }).map((place) => `${place.model.id} ${place.mode} ${place.name}`);
  expect(names(undefined, 'last')).toEqual([
    'test-video first_last_frame last_image',
    'down first_last_frame last_image',
  ]);
  expect(names({ model: down, mode: 't2v' }, 'last')[0]).toBe('down first_last_frame last_image');
  expect(names({ model: video, mode: 'first_last_frame' }, 'first')[0]).toBe('test-video first_last_frame image');
  expect(names(undefined, 'mask')).toEqual([]);
});

test('a preferred mode comes before the one in the form', () => {
  const [place] = placesFor({
    models: [video],
    current: { model: video, mode: 'first_last_frame' },
    role: 'first',
    prefer: ['i2v'],
  });
  expect(place?.mode).toBe('i2v');
});
