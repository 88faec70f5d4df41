import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { Handler } from '../http/handler.js';
import { HttpProblem } from '../http/http-problem.js';
import { modelView } from './model-view.js';

type Routes = Contract['model'];

/** The catalogue: the models of the settings, in their order there. */
export const modelHandlers = (ctx: Context) => {
  const list: Handler<Routes['list']> = async ({ query }) => {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, 'model').slice('model:'.length);
    const all = Object.entries(ctx.settings.models);
    const begin = after === null ? 0 : all.findIndex(([id]) => id === after) + 1;
    const shown = all.slice(begin, begin + query.limit);
    const last = begin + query.limit < all.length ? shown.at(-1)?.[0] : undefined;
    const items = await Promise.all(shown.map(([id, model]) => modelView(ctx, id, model)));
    return { status: 200, body: { items, next_cursor: last === undefined ? null : encodeCursor(`model:${last}`) } };
  };
  const get: Handler<Routes['get']> = async ({ params }) => {
    const model = Object.hasOwn(ctx.settings.models, params.id) ? ctx.settings.models[params.id] : undefined;
    if (!model) throw new HttpProblem('model_not_found', `There is no model "${params.id}".`);
    return { status: 200, body: await modelView(ctx, params.id, model) };
  };
  return { list, get };
};
