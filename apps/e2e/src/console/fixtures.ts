import type { Backend, Deployment, Task } from '@easel/sdk';
import type { Page } from 'playwright-core';
import { type Running, startEasel } from '../launch.js';
import type { Token } from '../modal.js';

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

export const backendsOf = async ({ easel }: Running): Promise<Backend[]> =>
  (await easel.backend.list({ limit: 100 })).items;

export const deploymentsOf = async ({ easel }: Running): Promise<Deployment[]> =>
  (await easel.backend.deployments()).items;

/** Adds a workspace as a backend. */
export const addWorkspace = ({ easel }: Running, token: Token, label = 'Workspace 1'): Promise<Backend> =>
  easel.backend.create({ kind: 'modal', label, ...token });

/** The card of a backend in the list. */
export const backendCard = (page: Page, label: string) =>
  page
    .getByRole('list', { name: 'Backends', exact: true })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('link', { name: label, exact: true }),
    });
