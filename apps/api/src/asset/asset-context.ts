import type { Context } from '../context.js';

/** What this room needs of the context. */
export type AssetContext = Pick<Context, 'store' | 'storage' | 'urls' | 'settings' | 'log'>;
