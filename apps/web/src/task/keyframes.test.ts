import { expect, test } from 'vitest';
import { addKeyframe, keyframeProblem, moveKeyframe, nearestFree, stepFrom } from './keyframes';

const at = (...frames: number[]) => frames.map((frame) => ({ frame, image: `asset_${frame}` }));
const framesOf = (list: readonly { frame: number }[]) => list.map((k) => k.frame);

test('pictures are added at the start, at the end, then in the widest gap', () => {
  let list = addKeyframe([], 81);
  expect(framesOf(list)).toEqual([0]);
  list = addKeyframe(list, 81);
  expect(framesOf(list)).toEqual([0, 80]);
  list = addKeyframe(list, 81);
  expect(framesOf(list)).toEqual([0, 40, 80]);
  expect(framesOf(addKeyframe(at(0, 60, 80), 81, 'asset_x'))).toEqual([0, 30, 60, 80]);
  expect(addKeyframe([], 81, 'asset_x')).toEqual([{ frame: 0, image: 'asset_x' }]);
});

test('no two come to stand at the same frame, and the list stays in order', () => {
  expect(framesOf(moveKeyframe(at(0, 40, 80), 0, 40, 81))).toEqual([40, 41, 80]);
  expect(framesOf(moveKeyframe(at(0, 40), 0, 60, 81))).toEqual([40, 60]);
  expect(framesOf(moveKeyframe(at(0, 80), 0, 500, 81))).toEqual([79, 80]);
  expect(nearestFree(new Set([0, 1, 2]), 1, 3)).toBeNull();
});

test('keys jump over what is taken and stop at the ends', () => {
  expect(stepFrom(at(3, 4, 5), 3, 1, 81)).toBe(6);
  expect(stepFrom(at(3, 4, 5), 5, -1, 81)).toBe(2);
  expect(stepFrom(at(0, 1), 1, -1, 81)).toBe(1);
  expect(stepFrom(at(80), 80, 8, 81)).toBe(80);
  expect(stepFrom(at(0), 0, 1000, 81)).toBe(80);
});

test('what is wrong is said', () => {
  expect(keyframeProblem(at(0, 80), 81)).toBeNull();
  expect(keyframeProblem(at(0, 80), 49)).toBe('Frame 80 is beyond the end: the video has 49 frames, 0 to 48.');
  expect(keyframeProblem(at(4, 4), 81)).toBe('Two pictures are at frame 4. Move one of them.');
  expect(keyframeProblem([{ frame: 3 }], 81)).toBe('Choose the picture for frame 3.');
  expect(keyframeProblem(at(100), null)).toBeNull();
});
