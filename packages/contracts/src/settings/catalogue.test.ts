import { expect, test } from 'vitest';
import type { z } from 'zod';
import { readJson } from '../../test/fixtures.js';
import { MODE_NAMES, MODE_OUTPUTS, type ModeName } from '../model/modes.js';
import { buildInputSchema, fillInput, imageParametersOf, parametersOf } from './input-schema.js';
import { parseSettings } from './parse-settings.js';

const { models } = parseSettings(readJson('inference_settings.json'));
const modesOf = (id: string) => MODE_NAMES.filter((mode) => models[id]?.modes[mode]);
const cases = Object.keys(models).flatMap((id) => modesOf(id).map((mode) => [id, mode] as const));

/** What each mode takes beside the prompt: the files by which the worker knows it. */
const FILES: Record<ModeName, string[]> = {
  txt2img: [],
  img2img: ['image'],
  inpaint: ['image', 'mask'],
  upscale: ['image'],
  t2v: [],
  i2v: ['image'],
  first_last_frame: ['image', 'last_image'],
  arbitrary_frame: ['keyframes'],
};

test.each(cases)('%s %s: the parameters are those that the mode needs', (id, mode) => {
  const model = models[id];
  if (!model) throw new Error('gone');
  const files = parametersOf(model, mode).filter(([, p]) => p.type === 'image' || p.type === 'keyframes');
  expect(files.map(([name]) => name)).toEqual(FILES[mode]);
  expect(files.every(([, p]) => p.required)).toBe(true);
  expect(imageParametersOf(model, mode)).toEqual(FILES[mode].filter((name) => name !== 'keyframes'));
  const names = parametersOf(model, mode).map(([name]) => name);
  const video = MODE_OUTPUTS[mode] === 'video';
  const has_length = names.includes('frames') || names.includes('duration_s');
  expect([has_length, names.includes('fps'), names.includes('output_format')]).toEqual([video, video, !video]);
});

const wan = cases.filter(([id]) => models[id]?.runtimes.modal?.pipeline.startsWith('Wan'));

test.each(wan)('%s %s: only lengths of 4 k + 1 frames pass', (id, mode) => {
  const model = models[id];
  const frames = model?.parameters.frames;
  if (!model || frames?.type !== 'integer') throw new Error('frames is no whole number');
  const shape: Record<string, z.ZodType> = buildInputSchema(model, mode).shape;
  const accepted = Array.from({ length: frames.max + 8 }, (_, n) => n).filter(
    (n) => shape.frames?.safeParse(n).success,
  );
  expect(accepted.length).toBeGreaterThan(1);
  expect(accepted.every((n) => n % 4 === 1)).toBe(true);
  expect(accepted).toContain(fillInput(model, mode, {}, 0).frames);
});

test.each(cases)('%s %s: a fixed value stays what it is', (id, mode) => {
  const model = models[id];
  if (!model) throw new Error('gone');
  const shape: Record<string, z.ZodType> = buildInputSchema(model, mode).shape;
  for (const [name, p] of parametersOf(model, mode)) {
    if (!p.fixed || (p.type !== 'integer' && p.type !== 'number')) continue;
    expect([name, shape[name]?.safeParse(p.default).success, shape[name]?.safeParse(p.max).success]).toEqual([
      name,
      true,
      false,
    ]);
  }
});
