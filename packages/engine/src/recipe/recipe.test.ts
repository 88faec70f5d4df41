import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePicture } from '../child/encode-picture.js';
import { readRecipe } from './index.js';
import { recipeFromXmp, writeXmp } from './xmp.js';

const grey = { data: new Uint8Array(32 * 32 * 3).fill(90), width: 32, height: 32 };

describe('recipe', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('comes back from a %s', async (format) => {
    const recipe = { input: { prompt: 'größer & <b> "quoted"\n\u0007 🍎', seed: 7 }, mode: 'txt2img' };
    const bytes = await encodePicture(grey, format, recipe);
    expect(readRecipe(bytes)).toEqual(recipe);
    expect(Buffer.from(bytes).toString('latin1')).toContain('digitalsourcetype/trainedAlgorithmicMedia');
    expect((await sharp(bytes).metadata()).xmpAsString).toContain('easel:recipe');
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'is absent from a %s made without one, provenance is not',
    async (format) => {
      const bytes = await encodePicture(grey, format, null);
      expect(readRecipe(bytes)).toBeNull();
      expect(Buffer.from(bytes).toString('latin1')).toContain('trainedAlgorithmicMedia');
    },
  );

  it('carries any JSON through XMP', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (recipe) => {
        expect(recipeFromXmp(writeXmp(recipe))).toEqual(JSON.parse(JSON.stringify(recipe)));
      }),
    );
  });

  it('answers null for bytes that are no picture or a cut one', async () => {
    const png = await encodePicture(grey, 'png', { input: {} });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readRecipe(bytes) === null));
    for (const length of [0, 3, 12, 40, 60]) expect(readRecipe(png.subarray(0, length))).toBeNull();
  });
});
