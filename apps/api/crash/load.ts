import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@easel/contracts';
import { ROOT_DIR } from '../src/root-dir.js';
import { pause } from './server-process.js';

/** A cheap task for the first shipped model. */
export function cheapTask(overrides: Record<string, unknown> = {}, count = 1): string {
  const settings: Settings = JSON.parse(readFileSync(join(ROOT_DIR, 'inference_settings.json'), 'utf8'));
  const [entry] = Object.entries(settings.models);
  if (!entry) throw new Error('the settings declare no model');
  const [model, declared] = entry;
  const steps = declared.parameters.steps;
  const few = steps?.type === 'integer' ? { steps: steps.min } : {};
  return JSON.stringify({ model, input: { ...declared.examples[0]?.input, ...few, ...overrides }, count });
}

/** What the server has promised: idempotency key to task id. */
export type Promised = Map<string, string>;

/** Creates a task and repeats the call with the same key until it is answered, or the process is given up. */
export async function createUntilAnswered(
  address: () => string | null,
  promised: Promised,
  body: string,
  key: string = randomUUID(),
): Promise<void> {
  for (;;) {
    const url = address();
    if (url === null) return;
    const response = await fetch(`${url}/v1/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body,
    }).catch(() => null);
    if (response?.status === 202) {
      const { id } = (await response.json().catch(() => ({}))) as { id?: string };
      if (id === undefined) continue;
      const before = promised.get(key);
      if (before !== undefined && before !== id) throw new Error(`one key made two tasks: ${before} and ${id}`);
      promised.set(key, id);
      return;
    }
    if (response && ![409, 429].includes(response.status) && response.status < 500) {
      throw new Error(`a create was refused with ${response.status}: ${await response.text()}`);
    }
    await pause(20);
  }
}
