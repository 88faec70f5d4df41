import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../bootstrap/layout.mjs';
import { checkRename } from './check-rename.ts';

const Z = `export const z = { object: <T>(shape: T) => ({ meta: (_: object) => shape }), string: () => '' };`;
const schema = (name: string, fields: string[]) =>
  `import { z } from '../z.js';
export const ${name} = z.object({ ${fields.map((field) => `${field}: z.string()`).join(', ')} }).meta({ id: '${name}' });
export type ${name} = typeof ${name};`;
const CONFIG = JSON.stringify({
  compilerOptions: {
    lib: ['es2023'],
    skipLibCheck: true,
    strict: true,
    module: 'nodenext',
    moduleResolution: 'nodenext',
    noEmit: true,
    types: [],
  },
});
const READER = `import type { Asset, Model, Task } from '@easel/contracts';
export const show = (task: Task, { preview_url }: Asset, model: Model) => [task.queue_position, preview_url, model.id];`;
const exported = { exports: { '.': { types: './dist/index.d.ts' } }, type: 'module' };

const HOUSE: Record<string, string> = {
  'packages/contracts/package.json': JSON.stringify({ name: '@easel/contracts', ...exported }),
  'packages/contracts/src/z.ts': Z,
  'packages/contracts/src/task/task.schema.ts': schema('Task', ['id', 'queue_position', 'created_at']),
  'packages/contracts/src/asset/asset.schema.ts': schema('Asset', ['id', 'preview_url']),
  'packages/contracts/src/model/model.schema.ts': schema('Model', ['id', 'created_at']),
  'packages/contracts/src/index.ts': ['task/task', 'asset/asset', 'model/model']
    .map((path) => `export * from './${path}.schema.js';`)
    .join('\n'),
  'packages/sdk/package.json': JSON.stringify({ name: '@easel/sdk', ...exported }),
  'packages/sdk/src/index.ts': READER,
  'apps/web/src/show.ts': READER,
  'apps/admin/src/show.ts': READER,
  'apps/api/src/view.ts': `import type { Asset, Model, Task } from '@easel/contracts';
export const task = (id: string): Task => ({ id, queue_position: id, created_at: id });
export const asset = (id: string): Asset => ({ id, preview_url: id });
export const model = (id: string): Model => ({ id, created_at: id });`,
};

/** Each test runs the type checker some twenty times. */
const PATIENCE_MS = 120_000;

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'easel-house-'));
  for (const [path, text] of Object.entries(HOUSE)) write(path, text);
  for (const folder of ['packages/sdk', 'apps/web', 'apps/admin', 'apps/api']) {
    write(`${folder}/tsconfig.json`, CONFIG);
    mkdirSync(join(root, folder, 'node_modules'));
    if (folder.startsWith('apps')) write(`${folder}/package.json`, '{ "type": "module" }');
  }
  mkdirSync(join(root, 'packages/contracts/node_modules'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it(
  'is green when every app that reads a field stops compiling without it',
  async () => {
    const lines: string[] = [];
    expect(await checkRename(root, (line) => lines.push(line))).toEqual([]);
    expect(lines).toContain('web Task: queue_position');
    expect(lines).toContain('api Task: created_at id queue_position');
  },
  PATIENCE_MS,
);

it(
  'sees an app that reads a field past the type checker',
  async () => {
    // biome-ignore format: the cast is the point
    write('apps/web/src/cast.ts', READER.replace('task.queue_position', '(task as { queue_position?: string }).queue_position'));
    write('apps/web/src/show.ts', READER.replace('task.queue_position', 'task.id'));
    expect(await checkRename(root)).toEqual([expect.stringContaining('web reads queue_position but compiles')]);
  },
  PATIENCE_MS,
);

it(
  'sees an app that reads no field of a schema',
  async () => {
    write('packages/sdk/src/index.ts', READER.replace('preview_url, ', '').replace('{ preview_url }', '_'));
    expect(await checkRename(root)).toEqual([expect.stringContaining('sdk Asset: no field is read')]);
  },
  PATIENCE_MS,
);

it(
  'sees a producer that does not write a field by its type',
  async () => {
    write(
      'apps/api/src/view.ts',
      `${HOUSE['apps/api/src/view.ts']}`.replace('({ id, preview_url: id })', 'JSON.parse(id)'),
    );
    const problems = (await checkRename(root)).join('\n');
    expect(problems).toContain('api compiles although Asset.id is called otherwise');
    expect(problems).toContain('api compiles although Asset.preview_url is called otherwise');
  },
  PATIENCE_MS,
);
