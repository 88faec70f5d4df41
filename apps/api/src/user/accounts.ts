import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from '../http/identify.js';

/** People who sign in. */
export interface Accounts {
  /** Who is signed in by the cookies of a request: null without such a cookie, `expired` when its session has ended. */
  callerOf(headers: IncomingHttpHeaders): Identity | Promise<Identity>;
}

export function createAccounts(): Accounts {
  return { callerOf: () => null };
}
