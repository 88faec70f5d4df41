import type { AdminModel, Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { HttpProblem } from '../http/http-problem.js';
import { requesterOf } from '../http/requester.js';
import { listAdminModels } from './admin-models.js';

type Routes = Contract['admin_model'];

/** Models as operators see them, and their switch. */
export const adminModelHandlers = (ctx: Context) => {
  const turn = async (
    request: Parameters<typeof requesterOf>[0],
    id: string,
    enabled: boolean,
  ): Promise<AdminModel> => {
    const model = Object.hasOwn(ctx.settings.models, id) ? ctx.settings.models[id] : undefined;
    if (!model) throw new HttpProblem('model_not_found', `There is no model "${id}".`);
    await ctx.model_switches.turn(requesterOf(request), { id, name: model.name }, enabled);
    const found = (await listAdminModels(ctx)).find((each) => each.id === id);
    if (!found) throw new Error(`the model ${id} is not among those of the settings`);
    return found;
  };

  const list: Handler<Routes['list']> = async () => ({ status: 200, body: { items: await listAdminModels(ctx) } });

  const enable: Handler<Routes['enable']> = async ({ params, request }) => ({
    status: 200,
    body: await turn(request, params.id, true),
  });

  const disable: Handler<Routes['disable']> = async ({ params, request }) => ({
    status: 200,
    body: await turn(request, params.id, false),
  });

  return { list, enable, disable };
};
