import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkModelIds } from './model-ids.ts';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';

let repository: PlantedRepository;

beforeEach(() => {
  repository = plantedRepository({
    'inference_settings.json': JSON.stringify({ models: { 'sketch-1.5': {}, tiny: {} } }),
    'apps/web/src/form.tsx': `export const title = 'a tiny picture';`,
    'packages/sdk/src/generated/models.ts': `export type Model = 'sketch-1.5' | 'tiny';`,
    'specs/fixtures/settings.json': `{ "models": { "tiny": {} } }`,
    'packages/contracts/fixtures/settings.ts': `export const id = 'tiny';`,
  });
});

afterEach(() => repository.clear());

it('is green when only settings, generated files and fixtures name a model', () => {
  expect(checkModelIds(repository.root)).toEqual([]);
});

it.each([
  ['apps/web/src/task/form.tsx', `if (model === 'tiny') show();`],
  ['apps/api/src/model/model.ts', `const model = "sketch-1.5";`],
  ['apps/api/src/model/model.test.ts', 'const model = `tiny`;'],
  ['packages/sdk/src/cli.mjs', String.raw`const body = "{\"model\":\"tiny\"}";`],
  ['apps/worker/job.py', `MODEL = "tiny"`],
  ['apps/web/index.html', `<option value="tiny">`],
  ['apps/web/src/theme.css', `[data-model='tiny'] { color: red }`],
])('sees a model named in %s', (path, text) => {
  repository.plant(path, text);
  expect(checkModelIds(repository.root)).toEqual([expect.stringContaining(`${path}:1 names the model`)]);
});

it('says so when there are no settings to check against', () => {
  repository.remove('inference_settings.json');
  expect(checkModelIds(repository.root)).toEqual(['inference_settings.json is missing']);
});
