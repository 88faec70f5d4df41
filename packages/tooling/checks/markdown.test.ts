import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkMarkdown } from './markdown.ts';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';

let repository: PlantedRepository;

const STEPS = Array.from(
  { length: 13 },
  (_, index) => `${index + 1}. [a step](apps/web/src/task/TaskForm.tsx) does it`,
);
const README = [
  '# Easel',
  '',
  '## The path',
  ...STEPS,
  '',
  'See [the path](#the-path), [the API](docs/api.md#errors-and-codes), `apps/web/src/task/TaskForm.tsx`,',
  '`web/src/task/TaskForm.tsx`, `apps/*/src`, `image/png`, `/v1/tasks`, `packages/sdk/dist/index.js` and [us](https://example.com).',
  'Run `npm start`, `pnpm verify markdown`, or:',
  '```sh',
  'npm install && EASEL_PORT=1 npm start',
  'pnpm --filter @easel/web dev',
  '```',
  '',
].join('\n');

beforeEach(() => {
  repository = plantedRepository({
    'package.json': JSON.stringify({ scripts: { start: 'x', verify: 'x' } }),
    'apps/web/package.json': JSON.stringify({ name: '@easel/web', scripts: { dev: 'vite' } }),
    'apps/web/src/task/TaskForm.tsx': '',
    'docs/api.md': '# API\n\n## Errors and `codes`\n',
    'README.md': README,
  });
});

afterEach(() => repository.clear());

it('is green when everything named exists', () => {
  expect(checkMarkdown(repository.root)).toEqual([]);
});

it.each([
  ['a dead link', '[x](apps/web/src/gone.ts)', 'links to apps/web/src/gone.ts'],
  ['a dead picture', '<img src="docs/gone.png">', 'links to docs/gone.png'],
  ['a dead anchor', '[x](docs/api.md#nothing)', 'no such heading'],
  ['a dead anchor of its own', '[x](#nothing)', 'no such heading'],
  ['a dead path', '`apps/web/src/gone.ts`', 'names apps/web/src/gone.ts'],
  ['a dead path of a room', '`web/src/gone/`', 'names web/src/gone/'],
  ['a dead relative path', '`./gone.md`', 'names ./gone.md'],
  ['a glob that matches nothing', '`apps/*/gone`', 'names apps/*/gone'],
  ['a dead path in a fence', '```sh\nnode apps/api/gone.js\n```', 'names apps/api/gone.js'],
  ['an unknown pnpm script', '`pnpm bake`', 'names pnpm bake'],
  ['an unknown pnpm script in a fence', '```\n$ npm start && pnpm run bake\n```', 'names pnpm bake'],
  ['an unknown script of a package', '`pnpm --filter @easel/web bake`', 'names pnpm bake'],
  ['an unknown package', '`pnpm --filter @easel/kitchen dev`', 'names the package @easel/kitchen'],
  ['an unknown npm script', '`npm run bake`', 'names npm bake'],
  ['a script that npm start lacks', '`npm test`', 'names npm test'],
])('sees %s', (_what, text, problem) => {
  repository.plant('README.md', `${README}\n${text}\n`);
  expect(checkMarkdown(repository.root).join('\n')).toContain(problem);
});

it('sees a step without a link', () => {
  repository.plant('README.md', README.replace('7. [a step](apps/web/src/task/TaskForm.tsx)', '7. a step'));
  expect(checkMarkdown(repository.root)).toEqual(['README.md:10 step 7 links to no file']);
});

it('sees that a step is missing', () => {
  repository.plant('README.md', README.replace(/^13\. .*\n/m, ''));
  expect(checkMarkdown(repository.root)).toEqual([expect.stringContaining('no numbered list of the 13 steps')]);
});
