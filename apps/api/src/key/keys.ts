import type { Store } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';

/** Proves callers by their keys. */
export interface Keys {
  /** Who holds this key. Throws `invalid_api_key`. */
  authenticate(key: string): Promise<Caller>;
}

export function createKeys(_parts: { store: Store }): Keys {
  return {
    async authenticate() {
      throw new HttpProblem('invalid_api_key', 'There is no such key. Make one under Keys.');
    },
  };
}
