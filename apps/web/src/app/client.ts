import { type AnyModels, createEasel } from '@easel/sdk';
import { createValue } from './value';

/** Set when the server's routes or models are no longer those this page was made for. */
export const contractChanged = createValue(false);

/** The studio learns the models while it runs: any model, any input, checked against the catalogue. */
export const easel = createEasel<AnyModels>({ on_contract_change: () => contractChanged.set(true) });
