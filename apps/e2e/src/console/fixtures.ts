import type { Task } from '@easel/sdk';
import type { Page } from 'playwright-core';
import { type Running, startEasel } from '../launch.js';

/** A server on which long work fails: one second for each attempt. */
export const startStrict = (): Promise<Running> =>
  startEasel((settings) => {
    for (const model of Object.values(settings.models)) {
      if (model.runtimes.embedded) model.runtimes.embedded.timeout_s = 1;
    }
  });

/** A picture, done. */
export const draw = ({ easel, model }: Running, prompt: string, count = 1): Promise<Task> =>
  easel.task.run({ model, input: { prompt }, count });

/** A task that takes long enough to be caught at it, or to run out of time. */
export async function drawLong({ easel, model }: Running): Promise<Task> {
  const { parameters, modes, default_mode } = await easel.model.get(model);
  const { steps } = parameters;
  return easel.task.create({
    model,
    input: { prompt: 'a long story', ...(steps?.type === 'integer' ? { steps: steps.max } : {}) },
    count: modes[default_mode]?.max_count ?? 1,
  });
}

/** The part of a page under a heading. */
export const part = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

/** The row or card of a task in the list. */
export const entry = (page: Page, id: string) =>
  page.locator('tr, li').filter({ has: page.locator(`[data-task="${id}"]`) });
