import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './layout.mjs';
import { say } from './say.mjs';
import { setUp } from './set-up.mjs';
import { main } from './setup-error.mjs';
import { workspacePackages } from './workspace.mjs';

/** What runs while developing: every library rebuilt as it is saved, the API restarted, the pages served by Vite. */
function watchers(node) {
  const processes = [];
  for (const { folder, manifest } of workspacePackages()) {
    const name = manifest.name.replace('@easel/', '');
    const local = (bin) => join(folder, 'node_modules', '.bin', bin);
    if (existsSync(join(folder, 'tsup.config.ts'))) {
      const declarations = existsSync(join(folder, 'tsconfig.build.json'))
        ? ['--onSuccess', 'tsc -p tsconfig.build.json']
        : [];
      // --no-clean: whoever imports the package must not find its folder empty while it is rebuilt
      processes.push({ name, cwd: folder, argv: [local('tsup'), '--watch', 'src', '--no-clean', ...declarations] });
    }
    if (manifest.scripts?.dev?.startsWith('vite')) {
      processes.push({ name, cwd: folder, argv: [local('vite'), '--clearScreen', 'false'] });
    }
  }
  const server = join('apps', 'api', 'dist', 'server.js');
  processes.push({ name: 'server', cwd: ROOT, argv: [node, '--watch', '--watch-preserve-output', server] });
  return processes;
}

/** Where the studio and the console are served while developing; the API lets both in, and Vite passes calls on to it. */
const PAGES = { studio: 4101, console: 4102 };

function origins(given) {
  const own = Object.values(PAGES).flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
  return [given, ...own].filter(Boolean).join(',');
}

await main(async () => {
  const tools = await setUp({ withBuild: true });
  const { node } = tools;
  const env = { ...tools.env, EASEL_ORIGINS: origins(tools.env.EASEL_ORIGINS) };
  say(`studio http://localhost:${PAGES.studio}, console http://localhost:${PAGES.console}/admin/`);
  const running = new Map();
  const stop = (exitCode) => {
    process.exitCode ??= exitCode;
    for (const child of running.values()) child.kill('SIGTERM');
  };
  for (const { name, cwd, argv } of watchers(node)) {
    const [program, ...args] = argv;
    const path = [join(cwd, 'node_modules', '.bin'), env.PATH].join(':');
    const child = spawn(program, args, { cwd, env: { ...env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(10)} ${line}`));
    }
    child.once('error', (error) => console.error(`${name.padEnd(10)} ${error.message}`));
    child.once('close', () => {
      running.delete(name);
      stop(1);
    });
  }
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
});
