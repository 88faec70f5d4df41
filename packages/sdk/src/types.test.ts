import type { Task } from '@easel/contracts';
import { describe, expectTypeOf, test } from 'vitest';
import type { FixtureModels } from '../test/fixtures/models.js';
import { type AnyModels, createEasel, type EaselModels, type InputOf, type Model, type ModelId } from './index.js';

const base_url = 'http://127.0.0.1:1';
const { create, run } = createEasel<FixtureModels>({ base_url }).task;
const any = createEasel<AnyModels>({ base_url }).task;

/** Calls that only the compiler sees: `tsc` fails where an expected error is missing. */
describe('only what a model takes compiles', () => {
  const prompt = 'a red apple';

  test('right calls', () => {
    expectTypeOf(create<'sketch'>).returns.resolves.toEqualTypeOf<Task>();
    return [
      () => create({ model: 'sketch', input: { prompt } }),
      () => create({ model: 'sketch', mode: 'txt2img', input: { prompt, steps: 4, output_format: 'webp' }, count: 2 }),
      () => create({ model: 'sketch', mode: 'img2img', input: { prompt, image: new Blob([]), strength: 0.5 } }),
      () => run({ model: 'sketch', mode: 'img2img', input: { prompt, image: 'asset_1' } }, { idempotency_key: 'x' }),
      () => create({ model: 'film.v1', input: { frames: [{ frame: 0, image: new Blob([]) }] }, lane: 'background' }),
    ];
  });

  test('wrong calls', () => [
    // @ts-expect-error no such model
    () => create({ model: 'sketsh', input: { prompt } }),
    // @ts-expect-error no such mode of this model
    () => create({ model: 'sketch', mode: 'i2v', input: { prompt } }),
    // @ts-expect-error misspelt
    () => create({ model: 'sketch', input: { prompt, stepz: 4 } }),
    // @ts-expect-error misspelt, with a mode
    () => create({ model: 'sketch', mode: 'img2img', input: { prompt, image: 'asset_1', strenght: 1 } }),
    // @ts-expect-error a parameter of another mode
    () => create({ model: 'sketch', mode: 'txt2img', input: { prompt, strength: 1 } }),
    // @ts-expect-error the default mode has no image
    () => create({ model: 'sketch', input: { prompt, image: 'asset_1' } }),
    // @ts-expect-error a required parameter is missing
    () => create({ model: 'sketch', mode: 'img2img', input: { prompt } }),
    // @ts-expect-error a text for a number
    () => create({ model: 'sketch', input: { prompt, steps: '4' } }),
    // @ts-expect-error not one of the options
    () => create({ model: 'sketch', input: { prompt, output_format: 'gif' } }),
    // @ts-expect-error misspelt beside the input
    () => create({ model: 'sketch', input: { prompt }, cuont: 2 }),
    // @ts-expect-error the same for run
    () => run({ model: 'sketch', input: { prompt, stepz: 4 } }),
  ]);

  test('a client for any model takes anything but another shape', () => [
    () => any.create({ model: 'whatever', input: { anything: 1 } }),
    () => any.create({ model: 'whatever', mode: 't2v', input: {} }),
    // @ts-expect-error not a mode of the contract
    () => any.create({ model: 'whatever', mode: 'txt3img', input: {} }),
    // @ts-expect-error input is missing
    () => any.create({ model: 'whatever' }),
  ]);

  test('the settings of this repository give the default types', () => {
    expectTypeOf<ModelId<EaselModels>>().not.toEqualTypeOf<string>();
    expectTypeOf(createEasel({ base_url }).task.create).parameter(0).toHaveProperty('model');
    expectTypeOf<InputOf<FixtureModels, 'sketch', 'img2img'>>().toHaveProperty('strength');
    expectTypeOf(createEasel<AnyModels>({ base_url }).model.get).returns.resolves.toEqualTypeOf<Model>();
  });
});
