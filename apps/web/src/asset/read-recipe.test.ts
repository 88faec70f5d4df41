// @vitest-environment node
import { expect, test } from 'vitest';
import { aModel } from '../model/model.fixture';
import { readRecipe } from './read-recipe';

const file = (recipe: string) =>
  new Blob([
    new Uint8Array([0x89, 0xff, 0x00]),
    `<x><easel:recipe>${recipe}</easel:recipe></x>`,
    new Uint8Array([0xfe]),
  ]);
const models = [aModel()];

test('the recipe of a downloaded picture is read from the file', async () => {
  const text = '{"model":"test-model","mode":"txt2img","input":{"prompt":"größer &amp; &lt;b&gt;","seed":7}}';
  expect(await readRecipe(file(text), models)).toEqual({
    model: 'test-model',
    mode: 'txt2img',
    input: { prompt: 'größer & <b>', seed: 7 },
  });
});

test('what is no recipe of a model here is none', async () => {
  expect(await readRecipe(new Blob(['a picture']), models)).toBeNull();
  expect(await readRecipe(file('{"model":"test-model"'), models)).toBeNull();
  expect(await readRecipe(file('{"model":"gone","mode":"txt2img","input":{}}'), models)).toBeNull();
  expect(await readRecipe(file('{"model":"test-model","mode":"upscale","input":{}}'), models)).toBeNull();
});
