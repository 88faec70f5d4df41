import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';

/** A small house in which every import is allowed. */
const CLEAN: Record<string, string> = {
  'packages/contracts/package.json': manifest('@easel/contracts', 'zod', '@ts-rest/core', 'vitest', 'react'),
  'packages/contracts/src/task/task.ts': `import { z } from 'zod';\nexport * from './states.js';\nexport { z };`,
  'packages/contracts/src/task/states.ts': `export const STATES = ['pending'];`,
  'packages/contracts/src/task/task.test.ts': `import { readFileSync } from 'node:fs';\nimport 'vitest';`,
  'packages/sdk/package.json': manifest('@easel/sdk', '@easel/contracts', '@easel/api', 'axios'),
  'packages/sdk/src/index.ts': `export * from './client.js';`,
  'packages/sdk/src/client.ts': `import '@easel/contracts';\nexport const get = () => fetch('/');`,
  'packages/sdk/src/node.ts': `import 'node:fs';\nexport * from './client.js';`,
  'packages/ui/package.json': manifest('@easel/ui', 'react', '@easel/contracts', '@easel/sdk', '@tanstack/react-query'),
  'packages/ui/src/Button.tsx': `import { useState } from 'react';\nexport const Button = () => <button>{useState(0)}</button>;`,
  'packages/engine/package.json': manifest(
    '@easel/engine',
    '@easel/contracts',
    'onnxruntime-node',
    'fastify',
    '@easel/sdk',
  ),
  'packages/engine/src/run.ts': `import '@easel/contracts';\nexport const load = () => import('onnxruntime-node');`,
  'packages/engine/training/small/package.json': manifest('small-training', 'left-pad'),
  'packages/engine/training/small/prepare.mjs': `import 'left-pad';`,
  'packages/modal-emulator/package.json': manifest('@easel/modal-emulator', 'modal', '@easel/contracts'),
  'packages/modal-emulator/src/server.ts': `import 'node:http2';`,
  'packages/modal-emulator/src/server.test.ts': `import 'modal';`,
  'apps/web/package.json': manifest(
    '@easel/web',
    '@easel/sdk',
    '@easel/contracts',
    '@easel/ui',
    '@easel/api',
    'fastify',
  ),
  'apps/web/src/task/TaskForm.tsx': `import '@easel/sdk';\nimport '@easel/contracts';\nimport '@easel/ui';`,
  'apps/admin/package.json': manifest('@easel/admin', '@easel/sdk', '@easel/web', '@easel/engine'),
  'apps/admin/src/main.tsx': `import '@easel/sdk';`,
  'apps/api/package.json': manifest(
    '@easel/api',
    '@easel/contracts',
    '@easel/engine',
    '@easel/sdk',
    '@easel/ui',
    '@easel/modal-emulator',
    'fastify',
    'kysely',
    'modal',
  ),
  'apps/api/src/http/reply.ts': `export const reply = 1;`,
  'apps/api/src/db/open.ts': `import 'kysely';`,
  'apps/api/src/task/submit-task.ts': `import '../db/open.js';`,
  'apps/api/src/task/create-task.route.ts': `import '@easel/contracts';\nimport '../http/reply.js';\nimport './submit-task.js';`,
  'apps/api/src/backend/embedded/run.ts': `export const engine = () => import('@easel/engine');`,
  'apps/api/src/backend/modal/app.ts': `import 'modal';`,
  'apps/api/src/backend/modal/app.test.ts': `import '@easel/modal-emulator';`,
  'apps/api/dev-modal/main.ts': `import '@easel/modal-emulator';`,
  'apps/e2e/package.json': manifest('@easel/e2e', '@easel/sdk', '@easel/contracts', '@easel/api', 'playwright-core'),
  'apps/e2e/src/create.test.ts': `import '@easel/sdk';\nimport 'playwright-core';`,
};

function manifest(name: string, ...dependencies: string[]): string {
  return JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map((each) => [each, '*'])) });
}

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'easel-boundaries-'));
  for (const [path, text] of Object.entries(CLEAN)) plant(path, text);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it('is green on a clean house', () => {
  expect(checkBoundaries(root)).toEqual([]);
});

describe('each rule sees a planted violation', () => {
  const cases: [rule: string, path: string, text: string][] = [
    ['contracts-stand-alone', 'packages/contracts/src/task/task.ts', `import 'node:fs';`],
    ['contracts-stand-alone', 'packages/contracts/src/task/task.ts', `import 'react';`],
    ['contracts-stand-alone', 'packages/contracts/src/task/task.test.ts', `import '@easel/sdk';`],
    ['sdk-on-contracts', 'packages/sdk/src/client.ts', `import type { App } from '@easel/api';`],
    ['sdk-on-contracts', 'packages/sdk/src/client.ts', `import axios from 'axios';`],
    ['sdk-browser-entry', 'packages/sdk/src/client.ts', `import { createHash } from 'node:crypto';`],
    ['sdk-browser-entry', 'packages/sdk/src/client.ts', `import fs from 'fs';`],
    ['ui-without-fetching', 'packages/ui/src/Button.tsx', `import '@easel/contracts';`],
    ['ui-without-fetching', 'packages/ui/src/Button.tsx', `import '@easel/sdk';`],
    ['ui-without-fetching', 'packages/ui/src/Button.tsx', `import '@tanstack/react-query';`],
    ['ui-without-fetching', 'packages/ui/src/Button.tsx', `export const load = () => fetch('/v1/tasks');`],
    ['ui-without-fetching', 'packages/ui/src/Button.tsx', `export const load = () => globalThis.fetch('/v1/tasks');`],
    ['engine-knows-jobs', 'packages/engine/src/run.ts', `import 'fastify';`],
    ['engine-knows-jobs', 'packages/engine/src/run.ts', `import { createServer } from 'node:http';`],
    ['engine-knows-jobs', 'packages/engine/src/run.ts', `import '@easel/sdk';`],
    ['modal-emulator-alone', 'packages/modal-emulator/src/server.ts', `import 'modal';`],
    ['modal-emulator-alone', 'packages/modal-emulator/src/server.ts', `import '@easel/contracts';`],
    ['web-and-admin-on-the-sdk', 'apps/web/src/task/TaskForm.tsx', `import '@easel/api';`],
    ['web-and-admin-on-the-sdk', 'apps/web/src/task/TaskForm.tsx', `import type { FastifyReply } from 'fastify';`],
    ['web-and-admin-on-the-sdk', 'apps/admin/src/main.tsx', `import '@easel/web';`],
    ['web-and-admin-on-the-sdk', 'apps/admin/src/main.tsx', `import '@easel/engine';`],
    ['api-on-contracts-and-engine', 'apps/api/src/task/submit-task.ts', `import '@easel/sdk';`],
    ['api-on-contracts-and-engine', 'apps/api/src/task/submit-task.ts', `import '@easel/ui';`],
    ['api-on-contracts-and-engine', 'apps/api/src/task/submit-task.ts', `import '@easel/modal-emulator';`],
    ['routes-are-shells', 'apps/api/src/task/create-task.route.ts', `import '../db/open.js';`],
    ['routes-are-shells', 'apps/api/src/task/create-task.route.ts', `import '../storage/files.js';`],
    ['routes-are-shells', 'apps/api/src/task/create-task.route.ts', `import '../asset/asset.repository.js';`],
    ['routes-are-shells', 'apps/api/src/task/create-task.route.ts', `import { sql } from 'kysely';`],
    ['one-door-per-backend', 'apps/api/src/task/submit-task.ts', `import '@easel/engine';`],
    ['one-door-per-backend', 'apps/api/src/backend/modal/app.ts', `import '@easel/engine';`],
    ['one-door-per-backend', 'apps/api/src/backend/embedded/run.ts', `import 'modal';`],
    ['e2e-from-outside', 'apps/e2e/src/create.test.ts', `import '@easel/api';`],
    ['no-path-into-another-room', 'apps/e2e/src/create.test.ts', `import '../../api/src/task/submit-task.js';`],
    ['no-path-into-another-room', 'apps/web/src/task/TaskForm.tsx', `import '@easel/sdk/src/client.js';`],
    ['does not declare', 'apps/web/src/task/TaskForm.tsx', `import 'left-pad';`],
    ['does not declare', 'packages/engine/training/other/prepare.mjs', `import 'left-pad';`],
    ['computed name', 'apps/web/src/task/TaskForm.tsx', `export const load = (name: string) => import(name);`],
  ];
  it.each(cases)('%s: %s with %s', (rule, path, text) => {
    plant(path, text);
    const problems = checkBoundaries(root);
    expect(problems.join('\n')).toContain(rule);
    expect(problems.join('\n')).toContain(`${path}:1 `);
  });
});

describe('each way of importing is seen', () => {
  const ways: [way: string, text: string][] = [
    ['static', `import { x } from '@easel/api';`],
    ['side effect', `import '@easel/api';`],
    ['type-only', `import type { X } from '@easel/api';`],
    ['inline type', `import { type X } from '@easel/api';`],
    ['re-export of names', `export { x } from '@easel/api';`],
    ['re-export of all', `export * from '@easel/api';`],
    ['re-export of types', `export type { X } from '@easel/api';`],
    ['dynamic import', `const x = await import('@easel/api');`],
    ['dynamic import of a template', 'const x = await import(`@easel/api`);'],
    ['import type expression', `type X = import('@easel/api').X;`],
    ['require', `const x = require('@easel/api');`],
    ['require.resolve', `const x = require.resolve('@easel/api');`],
    ['import equals', `import x = require('@easel/api');`],
  ];
  it.each(ways)('%s', (_way, text) => {
    plant('apps/web/src/task/TaskForm.tsx', text);
    expect(checkBoundaries(root)).toEqual([expect.stringContaining('web-and-admin-on-the-sdk')]);
  });
});
