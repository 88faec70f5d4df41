import type { StatusName } from '../transport/status.js';

/**
 * What goes wrong. `status` answers with an error `before` (default) or `after` the method has run: after is a lost
 * reply. `hang` never answers, having run the method or not; `slow_ms` answers late, `throttle_s` tells the client when to come back, `http_status`
 * is what a proxy or the object store would say, `corrupt` spoils the bytes of the reply (or of the upload).
 */
export type Fault = { times?: number } & (
  | { status: number | StatusName; when?: 'before' | 'after'; details?: string }
  | { hang: true; when?: 'before' | 'after' }
  | { slow_ms: number }
  | { throttle_s: number }
  | { http_status: number }
  | { corrupt: true }
);

export interface Faults {
  /** Methods go by their RPC's name (`FunctionMap`), uploads and downloads by `blob:PUT` and `blob:GET`. */
  add(method: string, fault: Fault): void;
  clear(): void;
}

export class FaultList implements Faults {
  readonly #waiting = new Map<string, { fault: Fault; left: number }[]>();

  add(method: string, fault: Fault): void {
    const list = this.#waiting.get(method) ?? [];
    list.push({ fault, left: fault.times ?? 1 });
    this.#waiting.set(method, list);
  }

  clear(): void {
    this.#waiting.clear();
  }

  take(method: string): Fault | null {
    const list = this.#waiting.get(method);
    const first = list?.[0];
    if (!list || !first) return null;
    first.left -= 1;
    if (first.left <= 0) list.shift();
    return first.fault;
  }
}
