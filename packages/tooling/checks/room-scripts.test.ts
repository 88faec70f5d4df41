import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';
import { checkRoomScripts } from './room-scripts.ts';

let repository: PlantedRepository;

const room = (scripts: Record<string, string>) => JSON.stringify({ name: '@easel/web', scripts });

beforeEach(() => {
  repository = plantedRepository({ 'apps/web/package.json': room({ typecheck: 'tsc', test: 'vitest run' }) });
});

afterEach(() => repository.clear());

it('is green when each room has what CI runs', () => {
  expect(checkRoomScripts(repository.root)).toEqual([]);
});

it.each([
  ['no type check', { test: 'vitest run' }, 'has no script typecheck'],
  ['no test', { typecheck: 'tsc' }, 'has no script test'],
  ['tests that may be none', { typecheck: 'tsc', test: 'vitest run --passWithNoTests' }, 'would pass without a test'],
])('sees %s', (_what, scripts, problem) => {
  repository.plant('apps/web/package.json', room(scripts));
  expect(checkRoomScripts(repository.root)).toEqual([`@easel/web ${problem}`]);
});

it('sees that there is no room', () => {
  repository.remove('apps');
  expect(checkRoomScripts(repository.root)).toEqual(['packages/ and apps/ hold no package']);
});
