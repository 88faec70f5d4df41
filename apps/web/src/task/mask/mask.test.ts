// @vitest-environment node
import { expect, test } from 'vitest';
import { brushWidth, fromMask, hasPaint, isSameShape, toMask, toPicturePoint } from './mask';

const pixels = (...rgba: [number, number, number, number][]) => new Uint8ClampedArray(rgba.flat());

test('a press on the shown picture is a place in the picture itself', () => {
  const shown = { left: 100, top: 50, width: 256, height: 128 };
  expect(toPicturePoint({ clientX: 228, clientY: 114 }, shown, { width: 1024, height: 512 })).toEqual({
    x: 512,
    y: 256,
  });
  expect(toPicturePoint({ clientX: 100, clientY: 50 }, shown, { width: 1024, height: 512 })).toEqual({ x: 0, y: 0 });
});

test('paint becomes white, all else black, and nothing is half transparent', () => {
  const mask = pixels([90, 90, 200, 255], [90, 90, 200, 127], [0, 0, 0, 0], [90, 90, 200, 128]);
  toMask(mask);
  expect([...mask]).toEqual([255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 255]);
});

test('a mask that is opened again is the paint that made it', () => {
  const mask = pixels([255, 255, 255, 255], [0, 0, 0, 255], [255, 255, 255, 0]);
  fromMask(mask, [1, 2, 3]);
  expect([...mask]).toEqual([1, 2, 3, 255, 1, 2, 3, 0, 1, 2, 3, 0]);
  expect(hasPaint(mask)).toBe(true);
  expect(hasPaint(pixels([1, 2, 3, 0], [1, 2, 3, 100]))).toBe(false);
});

test('a brush is as wide on every picture, and never nothing', () => {
  expect(brushWidth(10, { width: 1024, height: 512 })).toBe(51);
  expect(brushWidth(1, { width: 16, height: 16 })).toBe(1);
});

test('shapes are compared, not sizes', () => {
  expect(isSameShape({ width: 1024, height: 512 }, { width: 512, height: 256 })).toBe(true);
  expect(isSameShape({ width: 1024, height: 512 }, { width: 512, height: 512 })).toBe(false);
});
