import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Asset, StreamEvent, Task } from '@easel/contracts';
import type { Easel } from '../easel.js';
import { EaselTaskError } from '../error.js';
import type { AnyModels } from '../models.js';
import { COMMON_OPTIONS, connect } from './connection.js';
import { findMode, findModel } from './find-model.js';
import { readInput } from './read-input.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

const OPTIONS = {
  ...COMMON_OPTIONS,
  model: { type: 'string' },
  mode: { type: 'string' },
  param: { type: 'string', multiple: true },
  image: { type: 'string' },
  count: { type: 'string' },
  out: { type: 'string' },
} as const;

function readCount(text: string | undefined): { count?: number } {
  if (text === undefined) return {};
  if (/^[1-9]\d*$/.test(text)) return { count: Number(text) };
  throw new UsageError(`--count must be a whole number from 1, got ${text}.`);
}

function describe(event: StreamEvent): string | null {
  if (event.event === 'task') return event.data.status;
  if (event.event !== 'progress') return null;
  const { stage, progress, step, total_steps, queue_position } = event.data;
  if (queue_position !== null) return `waiting, ${queue_position} before it`;
  const steps = step !== null && total_steps !== null ? `, step ${step} of ${total_steps}` : '';
  return `${stage ?? 'processing'} ${Math.round(progress)} %${steps}`;
}

/** Follows a task to its end; an interrupt asks the server to stop it. */
async function follow(easel: Easel<AnyModels>, created: Task, terminal: Terminal): Promise<Task> {
  const cancel = () => {
    terminal.note('Cancelling.');
    // If it cannot be cancelled the wait below says why.
    easel.task.cancel(created.id).catch(() => undefined);
  };
  process.once('SIGINT', cancel);
  try {
    for await (const event of easel.task.subscribe(created.id)) {
      const line = describe(event);
      if (line !== null) terminal.progress(`${created.id}: ${line}`);
    }
    return await easel.task.get(created.id);
  } finally {
    process.off('SIGINT', cancel);
  }
}

async function save(easel: Easel<AnyModels>, asset: Asset, folder: string): Promise<string> {
  const extension = asset.content_type.split('/')[1] ?? 'bin';
  const path = join(folder, `${asset.task_id ?? asset.id}-${asset.index ?? 0}.${extension}`);
  const content = await easel.asset.content(asset.id);
  await writeFile(path, new Uint8Array(await content.arrayBuffer()));
  return path;
}

/** `easel generate "a red apple"`: makes pictures and writes them into a folder. */
export async function generateCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError('Put the prompt in quotes: easel generate "a red apple".');
  const count = readCount(values.count);
  const easel = connect(values.url, terminal);
  const model = await findModel(easel, values.model);
  const mode = findMode(model, values.mode, values.image !== undefined);
  const given = { prompt: positionals[0], image: values.image, params: values.param ?? [] };
  const input = await readInput(model, mode, given);
  const folder = values.out ?? '.';
  await mkdir(folder, { recursive: true });
  const created = await easel.task.create({ model: model.id, mode, input, ...count });
  const task = await follow(easel, created, terminal);
  for (const warning of task.warnings) terminal.note(`Note: ${warning.message}`);
  const files: string[] = [];
  for (const output of task.outputs) files.push(await save(easel, output, folder));
  if (values.json) terminal.out(JSON.stringify({ task, files }, null, 2));
  else for (const file of files) terminal.out(file);
  if (task.status !== 'done') throw new EaselTaskError(task);
  return 0;
}
