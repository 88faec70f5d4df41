import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Recipe, recipeFromXmp, writeXmp } from './xmp.js';

interface Case {
  name: string;
  recipe: Recipe | null;
  xmp: string;
}
const FIXTURE = new URL('../../../../specs/fixtures/recipe/xmp.json', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(FIXTURE, 'utf8'));

it.each(cases)('$name: the packet is the one that the other writers make', ({ recipe, xmp }) => {
  expect(writeXmp(recipe)).toBe(xmp);
  expect(recipeFromXmp(xmp)).toEqual(recipe);
});
