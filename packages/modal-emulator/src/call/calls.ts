import { randomUUID } from 'node:crypto';
import type { Blobs } from '../blob/blobs.js';
import type { DeployedFunction } from '../function/deployed-function.js';
import { failureCode, SUCCESS } from '../function/function-spec.js';
import { newId } from '../new-id.js';
import type { Settings } from '../options.js';
import { notFound, RpcError } from '../transport/status.js';
import { Waiters } from '../waiters.js';
import { type Call, isOver, type Result } from './call.js';

/** Results of calls that somebody waits for may be this large before they become blobs. */
const INLINE_SYNC_BYTES = 2 * 1024 * 1024;
const MAX_PENDING = { spawned: 1_000_000, waited: 2000 };

export interface NewInput {
  method_name: string | null;
  spawned: boolean;
  args: Buffer | null;
  args_blob_id: string | null;
  data_format: number;
}

/** All calls of a workspace. */
export class Calls {
  readonly #byId = new Map<string, Call>();
  readonly #byJwt = new Map<string, Call>();
  readonly #blobs: Blobs;
  readonly #settings: Settings;
  readonly #workspace: string;

  constructor(workspace: string, blobs: Blobs, settings: Settings) {
    this.#workspace = workspace;
    this.#blobs = blobs;
    this.#settings = settings;
  }

  all(): Call[] {
    for (const call of this.#byId.values()) this.#expireIfOld(call);
    return [...this.#byId.values()];
  }

  create(owner: DeployedFunction, input: NewInput): Call {
    const limit = owner.spec.max_pending ?? (input.spawned ? MAX_PENDING.spawned : MAX_PENDING.waited);
    if (owner.pool.pending.length >= limit) {
      throw new RpcError('RESOURCE_EXHAUSTED', `The function has ${limit} pending inputs, which is the limit`);
    }
    const call: Call = {
      ...input,
      call_id: newId('fc'),
      jwt: randomUUID(),
      owner,
      function: `${owner.app}/${input.method_name ? owner.tag.replace('*', input.method_name) : owner.tag}`,
      input_id: newId('in'),
      state: 'pending',
      executions_started: 0,
      executions_completed: 0,
      retry_count: 0,
      container_id: null,
      created_at: Date.now(),
      started_at: null,
      finished_at: null,
      exception: null,
      result: null,
      preempt_on_completion: false,
      waiters: new Waiters(),
    };
    this.#byId.set(call.call_id, call);
    this.#byJwt.set(call.jwt, call);
    owner.pool.submit(call);
    return call;
  }

  get(call_id: string): Call {
    const call = this.#byId.get(call_id);
    if (!call || call.state === 'lost') throw notFound(`Function call ${call_id} not found`);
    this.#expireIfOld(call);
    return call;
  }

  byJwt(jwt: string): Call {
    const call = this.#byJwt.get(jwt);
    if (!call || call.state === 'lost') throw notFound('Function call not found');
    return call;
  }

  /** Runs the input once more, as a client asks for after an internal failure. */
  retry(call: Call, retry_count: number): void {
    if (!isOver(call)) return;
    Object.assign(call, { state: 'pending', result: null, finished_at: null, exception: null, retry_count });
    call.owner.pool.submit(call);
  }

  argsOf(call: Call): Buffer | null {
    return call.args_blob_id === null ? call.args : (this.#blobs.get(call.args_blob_id)?.bytes ?? null);
  }

  finish(call: Call, result: Result): void {
    if (isOver(call)) return;
    const limit = call.spawned ? this.#settings.inline_async_bytes : INLINE_SYNC_BYTES;
    const { data, ...rest } = result;
    call.result =
      data && data.length > limit ? { ...rest, data_blob_id: this.#blobs.store(this.#workspace, data) } : result;
    call.state = stateOf(result.status);
    call.finished_at = Date.now();
    call.exception = result.status === SUCCESS ? null : result.exception;
    // Only an internal failure is retried by clients, with the same arguments.
    if (result.status !== failureCode('INTERNAL_FAILURE')) {
      call.args = null;
      this.#blobs.drop(call.args_blob_id);
    }
    call.waiters.wake();
  }

  expire(call: Call): void {
    if (!isOver(call)) call.owner.pool.interrupt(call, 'lost');
    this.#forgetResult(call);
    call.state = 'expired';
    call.waiters.wake();
  }

  lose(call: Call): void {
    if (!isOver(call)) call.owner.pool.interrupt(call, 'lost');
    this.#forgetResult(call);
    call.state = 'lost';
    call.waiters.wake();
  }

  #forgetResult(call: Call): void {
    this.#blobs.drop(call.result?.data_blob_id ?? null);
    call.result = null;
  }

  #expireIfOld(call: Call): void {
    if (call.result === null || call.finished_at === null) return;
    if (Date.now() - call.finished_at >= this.#settings.result_ttl_ms) this.expire(call);
  }
}

const stateOf = (status: number): Call['state'] => {
  if (status === SUCCESS) return 'succeeded';
  if (status === failureCode('TIMEOUT')) return 'timeout';
  return status === failureCode('TERMINATED') ? 'cancelled' : 'failed';
};
