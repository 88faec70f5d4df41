import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is called of the built packages. Their own types are checked where they are written. */
interface Contracts {
  parseSettings(json: unknown): unknown;
  settingsJsonSchema(): object;
  workerJsonSchema(): object;
}

interface OpenApi {
  buildOpenApi(settings: unknown): object | Promise<object>;
}

const CONTRACTS = 'packages/contracts/dist/index.js';
const OPENAPI = 'apps/api/dist/openapi.js';

/** Every file of specs/generated, by path, made anew from the settings and the built contracts and API. */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const contracts = await built<Contracts>(root, CONTRACTS);
  const { buildOpenApi } = await built<OpenApi>(root, OPENAPI);
  const settings = contracts.parseSettings(JSON.parse(readFileSync(join(root, 'inference_settings.json'), 'utf8')));
  return new Map([
    ['specs/generated/openapi.json', json(await buildOpenApi(settings))],
    ['specs/generated/settings.schema.json', json(contracts.settingsJsonSchema())],
    ['specs/generated/worker.schema.json', json(contracts.workerJsonSchema())],
  ]);
}

async function built<T>(root: string, path: string): Promise<T> {
  if (!existsSync(join(root, path))) throw new Error(`${path} is not built; run: pnpm build`);
  return (await import(pathToFileURL(join(root, path)).href)) as T; // as: the module is only known at run time
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
