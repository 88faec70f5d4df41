import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture } from '../../test/fixtures.js';
import { generateModelTypes } from './generate-types.js';
import { parseSettings } from './parse-settings.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'easel-types-'));
});
afterEach(() => rm(dir, { recursive: true }));

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** Compiles uses of the generated types. Returns what the compiler says. */
async function compile(uses: string): Promise<string> {
  await writeFile(join(dir, 'models.ts'), generateModelTypes(parseSettings(fixture('settings/every-parameter.json'))));
  await writeFile(join(dir, 'uses.ts'), `import type { EaselModels } from './models.js';\n${uses}`);
  const args = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--lib',
    'esnext,dom',
    '--types',
    '',
    join(dir, 'uses.ts'),
  ];
  try {
    return execFileSync(process.execPath, [TSC, '--ignoreConfig', ...args], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

const [PAINT, SKETCH, FILM] = Object.keys(fixture('settings/every-parameter.json').models);
const input = (model: string | undefined, mode: string, name: string) =>
  `type ${name} = EaselModels['${model}']['modes']['${mode}']['input'];\n`;

test('types of every parameter compile, and only what a model takes fits', async () => {
  const said = await compile(`
${input(PAINT, 'txt2img', 'Paint')}${input(PAINT, 'img2img', 'Change')}${input(SKETCH, 'txt2img', 'Sketch')}${input(FILM, 'arbitrary_frame', 'Film')}
export const all: Paint = { prompt: 'x', negative: '', seed: 1, steps: 4, guidance_scale: 1.5, tile: true, style: "it's odd", version: 2, output_format: 'webp', width: 96, height: 64 };
export const changed: Change = { prompt: 'x', image: new Blob(), strength: 0.5 };
export const free: Sketch = { prompt: 'x', width: 48, height: 80 };
export const frames: Film = { prompt: 'x', frames: [{ frame: 0, image: 'asset_x', strength: 1 }] };
export const mode: EaselModels['${PAINT}']['default_mode'] = 'txt2img';
export const output: EaselModels['${FILM}']['modes']['t2v']['output'] = 'video';
`);
  expect(said).toBe('');
});

test.each([
  ['a misspelt parameter', `{ prompt: 'x', step: 4 }`],
  ['a parameter of another mode', `{ prompt: 'x', strength: 0.5 }`],
  ['an option that is none', `{ prompt: 'x', style: 'odd' }`],
  ['a size that is none', `{ prompt: 'x', width: 65, height: 64 }`],
  ['another value of what is fixed', `{ prompt: 'x', version: 3 }`],
  ['no prompt', '{ seed: 1 }'],
])('%s does not compile', async (_what, value) => {
  expect(await compile(`${input(PAINT, 'txt2img', 'Paint')}export const value: Paint = ${value};`)).toMatch(
    /uses\.ts.*error TS/,
  );
});
