import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withServer } from '../test/with-server.js';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

const SETTINGS = join(HERE, '../../inference_settings.json');
const TSC_ARGS = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'];

let folder = '';
const packed = (...path: string[]) => join(folder, 'node_modules/@easel/sdk', ...path);

/** What the package is for others: packed, and unpacked where nothing of this repository is in reach. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-outside-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: HERE });
  const [{ filename }] = JSON.parse(stdout);
  await mkdir(packed(), { recursive: true });
  await run('tar', ['-xzf', join(folder, filename), '-C', packed(), '--strip-components', '1']);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const { dependencies } = JSON.parse(await readFile(packed('package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(HERE, 'node_modules', name), link);
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const IMPORTS = `
import { createEasel, type Task, verifyWebhook } from '@easel/sdk';
import { fileFromPath } from '@easel/sdk/node';
const easel = createEasel({ base_url: 'http://127.0.0.1:1' });`;

const RIGHT = `
const task: Task = await easel.task.run({ model: 'MODEL', input: { prompt: 'x' } });
const sha: string | undefined = task.outputs[0]?.sha256;
const image = await fileFromPath('x.png');
await easel.task.create({ model: 'MODEL', mode: 'img2img', input: { prompt: 'x', image } });
for await (const event of easel.task.subscribe(task.id)) if (event.event === 'progress') console.log(event.data.step, sha);
const told = await verifyWebhook({ secret: 'whsec_', headers: new Headers(), body: '' });
if (told.type === 'task.done') console.log(told.data.outputs[0]?.url);
`;

/** Programs with one mistake each, and what the compiler must name. */
const WRONG = {
  parameter: [`await easel.task.create({ model: 'MODEL', input: { prompt: 'x', stepz: 1 } });`, 'stepz'],
  mode: [`await easel.task.create({ model: 'MODEL', input: { prompt: 'x', strength: 1 } });`, 'strength'],
  model: [`await easel.task.create({ model: 'no-such', input: { prompt: 'x' } });`, 'no-such'],
  field: [`(await easel.task.get('x')).statsu;`, 'statsu'],
} as const;

/** Compiles programs there, with every declaration file checked too. Returns what the compiler says. */
async function compile(programs: Record<string, string>): Promise<string[]> {
  const model = Object.keys(JSON.parse(await readFile(SETTINGS, 'utf8')).models)[0];
  const files = Object.entries(programs).map(([name, source]) => ({ name: `${name}.ts`, source }));
  for (const { name, source } of files) {
    await writeFile(join(folder, name), `${IMPORTS}\n${source}`.replaceAll('MODEL', `${model}`));
  }
  const tsc = join(HERE, 'node_modules/.bin/tsc');
  const said = await run(tsc, [...TSC_ARGS, ...files.map(({ name }) => name)], { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
  return said.split('\n').filter((line) => line.includes('error TS'));
}

describe('outside of this repository', () => {
  test('a right program compiles, and each mistake does not', async () => {
    const wrong = Object.entries(WRONG).map(([name, [source]]) => [name, source] as const);
    const said = await compile({ right: RIGHT, ...Object.fromEntries(wrong) });
    expect(said.filter((line) => !wrong.some(([name]) => line.startsWith(`${name}.ts`)))).toEqual([]);
    for (const [name, [, words]] of Object.entries(WRONG)) {
      expect(said.filter((line) => line.startsWith(`${name}.ts(5,`) && line.includes(words))).toHaveLength(1);
    }
    // A model that is none takes no input either: the compiler may say both.
    expect(new Set(said.map((line) => line.split('(')[0])).size).toBe(wrong.length);
  });

  test('the command line runs there', async () => {
    const server = await withServer(['GET /v1/models?limit=100', { json: { items: [], next_cursor: null } }]);
    const { stdout } = await run(process.execPath, [packed('dist/cli/main.js'), 'models', '--url', server.url]);
    expect(stdout.trim()).toBe('MODEL  STATE  MODES  PARAMETERS');
  });
});

test('the entry for browsers reaches no Node module and no schema library', async () => {
  const seen = new Set([packed('dist/index.js')]);
  for (const path of seen) {
    const text = await readFile(path, 'utf8');
    for (const [, to = ''] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      expect(to).toMatch(/^\.\.?\//);
      seen.add(join(dirname(path), to));
    }
  }
  expect(seen.size).toBeGreaterThan(0);
});
