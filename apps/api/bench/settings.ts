import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@easel/contracts';
import { ROOT } from './processes.js';

const shipped = (): Settings => JSON.parse(readFileSync(join(ROOT, 'inference_settings.json'), 'utf8'));

/** The shipped settings without a queue limit, written to a file. */
export function benchSettings(dir: string): string {
  const settings = shipped();
  settings.limits.queue_max_per_user = 10_000_000;
  const file = join(dir, 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

/** The body of a task for the first shipped model, from its first example. */
export function promptTask(): { model: string; input: Record<string, unknown> } {
  const [entry] = Object.entries(shipped().models);
  if (!entry) throw new Error('the settings declare no model');
  const [model, { examples }] = entry;
  return { model, input: examples[0]?.input ?? {} };
}
