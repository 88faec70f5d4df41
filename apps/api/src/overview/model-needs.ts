import type { Need } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Unfinished } from './queue.queries.js';

const tasks = (count: number) => (count === 1 ? 'One task waits' : `${count} tasks wait`);

/** Models that nothing can run though tasks wait for them, and those that are switched off. */
export function modelNeeds(
  ctx: Pick<Context, 'settings' | 'backends' | 'model_switches'>,
  unfinished: Unfinished[],
): Need[] {
  const needs: Need[] = [];
  const nameOf = (model: string) => ctx.settings.models[model]?.name ?? model;
  for (const { model, pending, oldest } of unfinished) {
    if (pending === 0 || ctx.backends.serves(model)) continue;
    needs.push({
      id: `model:${model}`,
      kind: 'model_without_backend',
      severity: 'bad',
      title: `No backend runs ${nameOf(model)}`,
      detail: `${tasks(pending)} for it in vain. Enable or add a backend that runs it, or cancel them.`,
      target: { kind: 'model', id: model },
      verbs: ['see'],
      since: oldest,
      until: null,
    });
  }
  for (const [model, { name }] of Object.entries(ctx.settings.models)) {
    if (ctx.model_switches.isEnabled(model)) continue;
    const pending = unfinished.find((each) => each.model === model)?.pending ?? 0;
    needs.push({
      id: `model_disabled:${model}`,
      kind: 'model_disabled',
      severity: 'info',
      title: `${name} is switched off`,
      detail: `New tasks for it are refused.${pending > 0 ? ` ${tasks(pending)} and will be carried out.` : ''}`,
      target: { kind: 'model', id: model },
      verbs: ['enable', 'see'],
      since: ctx.model_switches.last(model)?.changed_at ?? null,
      until: null,
    });
  }
  return needs;
}
