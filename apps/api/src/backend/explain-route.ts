import type { RouteExplanation } from '@easel/contracts';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { failuresOf } from '../task/claim-task.js';

type Decision = ReturnType<Context['backends']['route']>;

function whyWaiting(ctx: Context, { chosen, candidates }: Decision): string | null {
  if (ctx.backends.dispatchPaused()) return 'Handing out work is paused. Resume it.';
  if (chosen) return null;
  if (candidates.length === 0) return 'There is no backend. Add one.';
  const reasons = candidates.map(({ label, obstacles }) => `${label}: ${obstacles.map((o) => o.message).join(' ')}`);
  return `No backend can take it now. ${reasons.join(' ')}`;
}

/** Where a task of a model, or a certain task, would go now. */
export async function explainRoute(
  ctx: Context,
  asked: { task_id?: string | undefined; model?: string | undefined },
): Promise<RouteExplanation> {
  const task =
    asked.task_id === undefined
      ? undefined
      : await ctx.store.read
          .selectFrom('tasks')
          .select(['id', 'model'])
          .where('id', '=', asked.task_id)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
  if (asked.task_id !== undefined && !task) {
    throw new HttpProblem('task_not_found', `There is no task ${asked.task_id}.`);
  }
  const model = task?.model ?? asked.model ?? '';
  if (!task && !Object.hasOwn(ctx.settings.models, model)) {
    throw new HttpProblem('model_not_found', `There is no model "${model}". GET /v1/models lists them.`);
  }
  const decision = ctx.backends.route(model, task ? await failuresOf(ctx, task.id) : undefined);
  const { chosen, candidates } = decision;
  const dispatch_paused = ctx.backends.dispatchPaused();
  const waiting_because = whyWaiting(ctx, decision);
  return { task_id: task?.id ?? null, model, dispatch_paused, chosen, candidates, waiting_because };
}
