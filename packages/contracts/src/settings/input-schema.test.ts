import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../test/fixtures.js';
import type { ModeName } from '../model/modes.js';
import { buildInputSchema, fillInput, imageParametersOf, inputFilesOf, parametersOf } from './input-schema.js';
import { toJsonSchema } from './json-schema.js';
import { MAX_SEED, type Parameter } from './parameter.js';
import { parseSettings } from './parse-settings.js';
import type { SettingsModel } from './settings.schema.js';

const OPTIONS = { numRuns: 300, seed: 3 };
const { models } = parseSettings(fixture('settings/every-parameter.json'));
const cases = Object.entries(models).flatMap(([id, model]) =>
  (Object.keys(model.modes) as ModeName[]).map((mode) => [`${id} ${mode}`, model, mode] as const),
);
const anyAsset = fc.stringMatching(/^asset_[0-9a-hjkmnp-tv-z]{26}$/);

/** Values around what a parameter takes: within, on the edge, and beyond. */
function around(p: Parameter): fc.Arbitrary<unknown> {
  switch (p.type) {
    case 'string':
      return fc.string({ maxLength: p.max_length + 3 });
    case 'integer':
      return fc.oneof(
        fc.integer({ min: p.min - 2, max: p.max + 2 }),
        fc.constantFrom<unknown>(p.min, p.max, p.min + 0.5),
      );
    case 'number':
      return fc.oneof(fc.double({ min: p.min - 1, max: p.max + 1, noNaN: true }), fc.constantFrom(p.min, p.max));
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...p.options.map((o) => o.value), 'no option');
    case 'seed':
      return fc.constantFrom(0, 1, MAX_SEED, MAX_SEED + 1, -1, 0.5);
    case 'image':
      return fc.oneof(anyAsset, fc.constant('asset_x'));
    case 'keyframes': {
      const strength = fc.double({ min: -0.2, max: 1.2, noNaN: true });
      const frame = fc.record(
        { frame: fc.integer({ min: -1, max: 9 }), image: anyAsset, strength },
        { requiredKeys: ['frame', 'image'] },
      );
      return fc.array(frame, { maxLength: p.max_items + 1 });
    }
  }
}

function inputs(model: SettingsModel, mode: ModeName) {
  const fields = Object.fromEntries(parametersOf(model, mode).map(([name, p]) => [name, around(p)]));
  const side = fc.constantFrom(32, 48, 64, 96, 100);
  const sides = model.size ? { width: side, height: side } : {};
  const odd = fc.constantFrom<unknown>(undefined, undefined, undefined, null, [], {}, 'x');
  return fc
    .tuple(fc.record({ ...fields, ...sides }, { requiredKeys: [] }), fc.nat(20), odd, fc.boolean())
    .map(([input, index, value, extra]) => {
      const names = Object.keys(input);
      const name = names[index];
      return {
        ...input,
        ...(name && value !== undefined ? { [name]: value } : {}),
        ...(extra && index > 17 ? { unknown: 1 } : {}),
      };
    });
}

/** What JSON Schema cannot say of an input: blank texts apart, sides come in pairs, steps count from the minimum. */
function beyondJsonSchema(path: PropertyKey[], message: string): boolean {
  return (
    /width|height/.test(String(path[0])) ||
    /together|plus a multiple|must be \d+(,| or)|must not be empty/.test(message)
  );
}

describe.each(cases)('%s', (_name, model, mode) => {
  const zod = buildInputSchema(model, mode);
  const validate = new Ajv2020({ strict: false }).compile(toJsonSchema(zod, 'input'));

  test('what the JSON Schema refuses is refused, and what it accepts is accepted but for rules it cannot say', () => {
    fc.assert(
      fc.property(inputs(model, mode), (input) => {
        const parsed = zod.safeParse(input);
        if (!validate(input)) expect([input, parsed.success]).toEqual([input, false]);
        else {
          const rest = (parsed.error?.issues ?? []).filter((issue) => !beyondJsonSchema(issue.path, issue.message));
          expect([input, rest]).toEqual([input, []]);
        }
      }),
      OPTIONS,
    );
  });

  test('an accepted input stays accepted when it is filled in, and filling it again changes nothing', () => {
    fc.assert(
      fc.property(inputs(model, mode), fc.integer({ min: 0, max: MAX_SEED }), (input, seed) => {
        if (!zod.safeParse(input).success) return;
        const filled = fillInput(model, mode, input, seed);
        expect([filled, zod.safeParse(filled).success]).toEqual([filled, true]);
        expect(fillInput(model, mode, filled, seed + 1)).toEqual(filled);
        expect(filled).toMatchObject(input);
        expect(Object.keys(fillInput(model, mode, Object.fromEntries(Object.entries(input).reverse()), seed))).toEqual(
          Object.keys(filled),
        );
      }),
      OPTIONS,
    );
  });

  test('only what exists in the mode is known', () => {
    const fields = Object.keys(zod.shape).filter((name) => name !== 'width' && name !== 'height');
    expect(fields).toEqual(parametersOf(model, mode).map(([name]) => name));
    for (const name of imageParametersOf(model, mode)) expect(fields).toContain(name);
  });
});

test('the images of an input are the files of its job: those of a list by their place', () => {
  const { paint, film } = parseSettings(fixture('settings/every-parameter.json')).models as Record<
    string,
    SettingsModel
  >;
  if (!paint || !film) throw new Error('the fixture has changed');
  expect(inputFilesOf(paint, 'img2img', { prompt: 'x', image: 'one' })).toEqual([
    { name: 'image', path: 'image', asset_id: 'one' },
  ]);
  expect(inputFilesOf(paint, 'txt2img', { prompt: 'x', image: 'one' })).toEqual([]);
  const frames = [
    { frame: 0, image: 'one' },
    { frame: 8, image: 'two' },
  ];
  expect(inputFilesOf(film, 'arbitrary_frame', { frames })).toEqual([
    { name: 'frames.0', path: 'frames.0.image', asset_id: 'one' },
    { name: 'frames.1', path: 'frames.1.image', asset_id: 'two' },
  ]);
  expect(inputFilesOf(film, 'arbitrary_frame', {})).toEqual([]);
});
