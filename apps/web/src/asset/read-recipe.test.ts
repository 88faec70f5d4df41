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

const box = (kind: string, ...content: Uint8Array<ArrayBuffer>[]) => {
  const bytes = content.reduce((sum, part) => sum + part.length, 8);
  const header = new Uint8Array(8);
  new DataView(header.buffer).setUint32(0, bytes);
  header.set(new TextEncoder().encode(kind), 4);
  return new Blob([header, ...content]);
};
const XMP = Uint8Array.from('be7acfcb97a942e89c71999491e3afac'.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const packet = new TextEncoder().encode(
  '<x><easel:recipe>{"model":"test-model","mode":"txt2img","input":{"prompt":"a boat"}}</easel:recipe></x>',
);

test('the recipe of a video is read from its XMP box, and from nowhere else', async () => {
  const film = (...boxes: Blob[]) => new Blob(boxes, { type: 'video/mp4' });
  const media = box('mdat', new Uint8Array(5000));
  expect(await readRecipe(film(box('ftyp'), media, box('uuid', XMP, packet)), models)).toMatchObject({
    input: { prompt: 'a boat' },
  });
  expect(await readRecipe(film(box('ftyp'), box('mdat', packet)), models)).toBeNull();
  expect(await readRecipe(film(box('uuid', new Uint8Array(16), packet)), models)).toBeNull();
  expect(await readRecipe(film(new Blob([new Uint8Array(40)])), models)).toBeNull();
  expect(await readRecipe(new Blob(['webm'], { type: 'video/webm' }), models)).toBeNull();
});
