// Writes src/generated from the contract and inference_settings.json. With --check it writes nothing and fails when stale.
import { readFile, writeFile } from 'node:fs/promises';
import { contract, generateModelTypes, isTerminal, Problem, parseSettings, TASK_STATUSES } from '@easel/contracts';

const SETTINGS = new URL('../../inference_settings.json', import.meta.url);
const OUT = new URL('src/generated/', import.meta.url);

const isProblem = (response) => typeof response === 'object' && response !== null && response.body === Problem;

function routeLine(name, route) {
  const entries = Object.entries(route.responses);
  const answers = entries.filter(([, response]) => !isProblem(response)).map(([status]) => status);
  const raw = typeof route.responses[200] === 'object' && 'contentType' in route.responses[200];
  const fields = [`method: '${route.method}'`, `path: '${route.path}'`, `answers: [${answers.join(', ')}]`];
  if (raw) fields.push('raw: true');
  return `    ${name}: { ${fields.join(', ')} },`;
}

function routeTable() {
  const rooms = Object.entries(contract).map(([room, routes]) => [
    `  ${room}: {`,
    ...Object.entries(routes).map(([name, route]) => routeLine(name, route)),
    '  },',
  ]);
  const terminal = TASK_STATUSES.filter(isTerminal).map((status) => `'${status}'`);
  return [
    '// Generated from the contract. Do not edit: change the contract and generate again.',
    '',
    '/** Method, path and successful statuses of every route (`raw`: bytes, not JSON): all the client needs at run time. */',
    'export const ROUTES = {',
    ...rooms.flat(),
    '} as const;',
    '',
    '/** Final states of a task. */',
    `export const TERMINAL = [${terminal.join(', ')}] as const;`,
    '',
  ].join('\n');
}

const files = {
  'models.ts': generateModelTypes(parseSettings(JSON.parse(await readFile(SETTINGS, 'utf8')))),
  'routes.ts': routeTable(),
};

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const url = new URL(name, OUT);
  const current = await readFile(url, 'utf8').catch(() => null);
  if (current === text) continue;
  if (check) {
    console.error(`packages/sdk/src/generated/${name} is stale. Run: pnpm generate`);
    process.exitCode = 1;
  } else {
    await writeFile(url, text);
  }
}
