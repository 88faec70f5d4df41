import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '@easel/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, smallJob, watch } from './jobs.js';

let root: string;
let engine: Engine;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'easel-weights-'));
  cpSync(join(FIXTURES, 'calm'), join(root, 'model'), { recursive: true });
  engine = createEngine({ weights_root: root, threads: 1 });
});
afterEach(async () => {
  await engine.close();
  rmSync(root, { recursive: true });
});

const edit = (change: (text: string) => string): void => {
  const path = join(root, 'model', 'manifest.json');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
};

describe('a model folder', () => {
  it('is accepted when everything fits', async () => {
    expect(await engine.inspect('model')).toEqual([]);
  });

  it.each<[string, () => void, RegExp]>([
    ['a graph is missing', () => rmSync(join(root, 'model', 'unet.onnx')), /^unet\.onnx: the file is missing$/],
    ['a notice is missing', () => rmSync(join(root, 'model', 'NOTICE')), /^NOTICE: the file is missing$/],
    [
      'a file was changed',
      () => writeFileSync(join(root, 'model', 'vectors.bin'), 'abcd'),
      /^vectors\.bin: the SHA-256/,
    ],
    ['the manifest is no JSON', () => edit(() => '{'), /^manifest\.json is not JSON$/],
    ['a field is unknown', () => edit((t) => t.replace('"license"', '"licence"')), /^manifest\.json: /],
    ['the parametrisation is unknown', () => edit((t) => t.replace('rectified_flow', 'magic')), /parametrisation/],
    [
      'a file lies outside',
      () => edit((t) => t.replace('unet.onnx', '../unet.onnx')),
      /name of a file in the model folder/,
    ],
    [
      'a shape is another',
      () => edit((t) => t.replace(/("z": \{\s*"type": "float32",\s*"shape": \[\s*"B",\s*)4/, '$18')),
      /^decoder\.onnx: input "z" is float32 \[B, 4, 4, 4\], the manifest says float32 \[B, 8, 4, 4\]$/,
    ],
    [
      'a type is another',
      () => edit((t) => t.replace('int64', 'float32')),
      /^text_encoder\.onnx: input "ids" is int64/,
    ],
    ['an output is another', () => edit((t) => t.replace('"v": {', '"w": {')), /^unet\.onnx: the graph has output "v"/],
  ])('is refused when %s, and the job says why', async (_, harm, problem) => {
    harm();
    const problems = await engine.inspect('model');
    expect(problems.join('\n')).toMatch(new RegExp(problem.source, 'm'));
    const { error } = await watch(engine, smallJob('model'));
    expect(error).toMatchObject({ code: 'model_error', retryable: false });
    expect(error?.detail).toMatch(new RegExp(problem.source, 'm'));
  });
});
