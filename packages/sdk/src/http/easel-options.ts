/** An answer as it arrived, for checks: which route, which status, the parsed body. */
export interface ReceivedAnswer {
  room: string;
  route: string;
  status: number;
  headers: Headers;
  body: unknown;
}

/** Options of `createEasel`. */
export interface EaselOptions {
  /** Address of the API, for example `http://127.0.0.1:4100`. In a browser the page's own origin when absent. */
  base_url?: string | undefined;
  /** Sent as `Authorization: Bearer`. */
  api_key?: string | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Repetitions of a call that failed for a passing reason. When absent 4, and 12 while waiting for a task. */
  max_retries?: number | undefined;
  /** Called when the server's contract (routes or models) differs from the one first seen: a page may be outdated. */
  on_contract_change?: ((contract: string, previous: string) => void) | undefined;
  /** Called with every successful answer before it is returned; what it throws, the call throws. */
  on_answer?: ((answer: ReceivedAnswer) => void) | undefined;
}

const DEFAULT_RETRIES = 4;
const PATIENT_RETRIES = 12;

/** Origin of the page in a browser. `location` is not declared where DOM types are absent. */
const pageOrigin = () => (globalThis as { location?: { origin: string } }).location?.origin;

/** The address all calls go to. */
export function readBaseUrl(options: EaselOptions): string {
  const base = options.base_url ?? pageOrigin();
  if (base !== undefined && /^https?:/.test(base) && URL.canParse(base)) return base.replace(/\/+$/, '');
  throw new TypeError(`createEasel needs base_url, for example http://127.0.0.1:4100; got ${String(base)}.`);
}

/** How often a call may be repeated. */
export const readRetries = (options: EaselOptions, patient: boolean): number =>
  options.max_retries ?? (patient ? PATIENT_RETRIES : DEFAULT_RETRIES);
