import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { readStorageUse } from './storage.queries.js';

/** The disk. */
export const storageHandlers = (ctx: Context) => {
  const get: Handler<Contract['storage']['get']> = async () => ({ status: 200, body: await readStorageUse(ctx) });
  return { get };
};
