import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { VERSION } from '../version.js';
import { environmentOf } from './environment.js';

/** What this installation was started with. */
export const installationHandlers = (ctx: Context) => {
  const settings: Handler<Contract['installation']['settings']> = async () => ({
    status: 200,
    body: {
      document: { ...ctx.settings },
      ...ctx.settings_start,
      file: ctx.config.settings_file,
      environment: environmentOf(ctx.config),
      version: VERSION,
    },
  });
  return { settings };
};
