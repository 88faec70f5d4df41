import { type AnyModels, createEasel } from '@easel/sdk';

/** The API of the page's own origin. The console learns the models while it runs. */
export const easel = createEasel<AnyModels>();
