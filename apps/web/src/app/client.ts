import { type AnyModels, createEasel, createSignIn } from '@easel/sdk';
import { createValue } from './value';

/** Set when the server's routes or models are no longer those this page was made for. */
export const contractChanged = createValue(false);

/** Counts answers that somebody has to sign in: each is a reason to ask who is signed in. */
export const signedOut = createValue(0);

const watched: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status === 401) signedOut.set(signedOut.get() + 1);
  return response;
};

/** The studio learns the models while it runs: any model, any input, checked against the catalogue. */
export const easel = createEasel<AnyModels>({ fetch: watched, on_contract_change: () => contractChanged.set(true) });

export const signIn = createSignIn();
