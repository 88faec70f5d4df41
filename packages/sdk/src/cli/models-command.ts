import { parseArgs } from 'node:util';
import type { Model } from '@easel/contracts';
import { COMMON_OPTIONS, connect } from './connection.js';
import { allModels } from './find-model.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

const parametersOf = (model: Model) =>
  Object.entries(model.parameters)
    .map(([name, parameter]) => (parameter.required ? name : `[${name}]`))
    .join(' ');

/** `easel models`: what the server can make, and how to ask for it. */
export async function modelsCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: COMMON_OPTIONS });
  const models = await allModels(connect(values.url, terminal));
  if (values.json) {
    terminal.out(JSON.stringify(models, null, 2));
    return 0;
  }
  const rows = models.map((model) => [
    model.id,
    model.enabled ? model.availability : 'disabled',
    Object.keys(model.modes).join(' '),
    parametersOf(model),
  ]);
  for (const line of table([['MODEL', 'STATE', 'MODES', 'PARAMETERS'], ...rows])) terminal.out(line);
  return 0;
}
