import { type AnyModels, createEasel } from '@easel/sdk';

/** The API of the page's own origin. The console learns the models while it runs, and says soon when a call fails. */
export const easel = createEasel<AnyModels>({ max_retries: 1 });
