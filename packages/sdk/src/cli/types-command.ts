import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { COMMON_OPTIONS } from './connection.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

const OPTIONS = { ...COMMON_OPTIONS, settings: { type: 'string' }, out: { type: 'string' } } as const;

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read. Give the path of a settings file with --settings.`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** `easel types`: literal types of the models of a settings file, for `createEasel<EaselModels>`. */
export async function typesCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const json = await readJson(values.settings ?? 'inference_settings.json');
  const { generateModelTypes, parseSettings } = await import('@easel/contracts');
  const settings = parseSettings(json);
  const source = generateModelTypes(settings);
  if (values.out !== undefined) await writeFile(values.out, source);
  const models = Object.keys(settings.models);
  if (values.json) terminal.out(JSON.stringify({ models, out: values.out ?? null, source }, null, 2));
  else if (values.out === undefined) terminal.out(source.trimEnd());
  else terminal.out(`${values.out}: ${models.join(', ')}`);
  return 0;
}
