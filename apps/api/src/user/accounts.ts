import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../http/caller.js';

/** People who sign in. */
export interface Accounts {
  /** Who is signed in by the cookies of a request; null when nobody is. */
  callerOf(headers: IncomingHttpHeaders): Caller | null | Promise<Caller | null>;
}

export function createAccounts(): Accounts {
  return { callerOf: () => null };
}
