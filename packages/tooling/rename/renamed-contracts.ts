import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Packages whose sources are checked together with an app, so that a rename in contracts reaches it through them. */
const FROM_SOURCE = ['contracts', 'sdk'];

export interface App {
  name: string;
  folder: string;
}

/** A copy of contracts in which fields can be renamed, and a type check of each app against that copy. */
export class RenamedContracts {
  readonly #root: string;
  readonly #work = mkdtempSync(join(realpathSync(tmpdir()), 'easel-rename-'));
  readonly #contracts: string;

  constructor(root: string, apps: App[]) {
    this.#root = root;
    this.#contracts = join(this.#work, 'contracts');
    cpSync(join(root, 'packages/contracts/src'), join(this.#contracts, 'src'), { recursive: true });
    symlinkSync(join(root, 'packages/contracts/node_modules'), join(this.#contracts, 'node_modules'));
    writeFileSync(join(this.#contracts, 'package.json'), '{ "type": "module" }');
    for (const app of apps) this.#configure(app);
  }

  read(path: string): string {
    return readFileSync(join(this.#root, 'packages/contracts/src', path), 'utf8');
  }

  write(path: string, source: string): void {
    writeFileSync(join(this.#contracts, 'src', path), source);
  }

  /** The errors that the type checker finds in the app's own sources. */
  async errors(app: App): Promise<string> {
    const tsc = join(this.#root, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '-p', join(this.#work, app.name), '--pretty', 'false'];
    const output = await outputOf(process.execPath, args, this.#root);
    let isOwn = false;
    const lines = output.split('\n').filter((line) => {
      const file = /^(\S.*?)\(\d+,\d+\): error /.exec(line)?.[1];
      // an error without a place is about the configuration; an indented line goes on with the error above
      if (file !== undefined) isOwn = file.startsWith(`${app.folder}/`);
      else if (!/^\s/.test(line)) isOwn = line.startsWith('error ');
      return isOwn;
    });
    return lines.join('\n');
  }

  clear(): void {
    rmSync(this.#work, { recursive: true, force: true });
  }

  #configure({ name, folder }: App): void {
    const source = join(this.#root, folder);
    const own = join(this.#work, name);
    mkdirSync(own);
    symlinkSync(join(source, 'node_modules'), join(own, 'node_modules'));
    const config = {
      extends: join(source, 'tsconfig.json'),
      compilerOptions: { noEmit: true, paths: this.#paths() },
      include: [join(source, 'src')],
      exclude: ['**/*.test.ts', '**/*.test.tsx', '**/dist'],
    };
    writeFileSync(join(own, 'tsconfig.json'), JSON.stringify(config));
  }

  /** The exports of a package, each led to the source it is built from. */
  #paths(): Record<string, string[]> {
    const entries = FROM_SOURCE.flatMap((name) => {
      const folder = join(this.#root, 'packages', name);
      const sources = name === 'contracts' ? this.#contracts : folder;
      const exported: Record<string, { types?: string }> = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ).exports;
      return Object.entries(exported).flatMap(([entry, { types }]) => {
        const source = types?.replace('./dist/', './src/').replace(/\.d\.ts$/, '.ts');
        return source ? [[`@easel/${name}${entry.slice(1)}`, [join(sources, source)]]] : [];
      });
    });
    return Object.fromEntries(entries);
  }
}

function outputOf(program: string, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}
