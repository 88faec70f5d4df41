import { type AnyModels, createEasel, createSignIn } from '@easel/sdk';

const listeners = new Set<() => void>();

/** Calls back when an answer says that somebody has to sign in. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const watched: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status === 401) for (const listener of listeners) listener();
  return response;
};

/** The API of the page's own origin. The console learns the models while it runs, and says soon when a call fails. */
export const easel = createEasel<AnyModels>({ max_retries: 1, fetch: watched });

export const signIn = createSignIn();
