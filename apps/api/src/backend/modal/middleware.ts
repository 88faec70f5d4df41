import type { ModalClient } from 'modal';
import type { CallFacts } from './call-facts.js';
import { retryAfterMs } from './retry-after.js';
import type { Timings } from './timings.js';
import { beginRequest } from './within.js';

type ClientParams = NonNullable<ConstructorParameters<typeof ModalClient>[0]>;
export type Middleware = NonNullable<ClientParams['grpcMiddleware']>[number];

/** The result is gone: it expired, or another reader cleared it. The SDK would take it for a call that still runs. */
export class ExpiredResult extends Error {
  override readonly name = 'ExpiredResult';
}

/** Messages of the control plane, as far as they are read here; the SDK does not export their types. */
interface OutputsResponse {
  numUnfinishedInputs?: number;
  outputs?: {
    result?: { status?: number; exception?: string; traceback?: string; exitcode?: number };
    retryCount?: number;
    inputStartedAt?: number;
    outputCreatedAt?: number;
  }[];
}
interface OutputsRequest {
  functionCallId?: string;
  timeout?: number;
}

/** Reads that may be repeated at will. */
const READS = ['FunctionGet', 'FunctionGetOutputs', 'FunctionCallFromId', 'FunctionGetCurrentStats', 'BlobGet'];
const LONG_POLLS = ['FunctionGetOutputs', 'QueueGet'];
const READ_RETRIES = 6;

function factsOf({ outputs = [] }: OutputsResponse): CallFacts | null {
  const [output] = outputs;
  if (!output?.result) return null;
  const { status = 0, exception = '', traceback = '', exitcode = 0 } = output.result;
  return {
    status,
    exception,
    traceback,
    exitcode,
    retry_count: output.retryCount ?? 0,
    input_started_at: output.inputStartedAt ?? 0,
    output_created_at: output.outputCreatedAt ?? 0,
  };
}

/** How a request that failed had gone. Put beside what was thrown: the SDK repeats requests without a word. */
export interface Requested {
  method: string;
  /** It was answered with this failure, and not one that it needs first, such as the one for an auth token. */
  answered: boolean;
  /** A try before that may have been carried out: its answer was lost. */
  doubtful: boolean;
  /** When the control plane wants to be asked again. */
  retry_after_ms: number | null;
}

/** What the middleware learns. */
export interface CallWatch {
  facts: Map<string, CallFacts>;
  middleware: Middleware;
}

/**
 * Sets the deadlines that the SDK does not set, lets long polls be left, keeps what the SDK drops, and ends a poll for a
 * result that has expired.
 */
export function createCallWatch(timings: Timings): CallWatch {
  const facts = new Map<string, CallFacts>();
  function note(handle: string, outputs: OutputsResponse): void {
    const seen = factsOf(outputs);
    if (seen) facts.set(handle, seen);
    else if (outputs.numUnfinishedInputs === 0) throw new ExpiredResult('the result is no longer held');
  }
  const middleware: Middleware = async function* (call, options) {
    const method = call.method.path.slice(call.method.path.lastIndexOf('/') + 1);
    const request = call.request as OutputsRequest;
    const poll = LONG_POLLS.includes(method) ? (request.timeout ?? 0) * 1000 + timings.poll_slack_ms : null;
    const signal = beginRequest(method);
    // The SDK's own middleware reads two options of which these types say nothing: timeoutMs and retries.
    const stated = options as object as { timeoutMs?: number };
    const budget = { timeoutMs: stated.timeoutMs ?? poll ?? timings.call_ms };
    const repeat = READS.includes(method) ? { retries: READ_RETRIES } : {};
    // Each try ends with trailers: what they say of when to come back, or null.
    const tries: (number | null)[] = [];
    const onTrailer: typeof options.onTrailer = (trailer) => {
      tries.push(retryAfterMs(trailer));
      options.onTrailer?.(trailer);
    };
    try {
      const response = yield* call.next(call.request, {
        ...options,
        ...budget,
        ...repeat,
        onTrailer,
        ...(signal ? { signal } : {}),
      });
      if (method === 'FunctionGetOutputs') note(request.functionCallId ?? '', response as OutputsResponse);
      return response;
    } catch (error) {
      // Whatever is thrown here is an error of ours, of the transport, or a signal's reason.
      const thrown = error as Error & { path?: unknown };
      const answered = thrown.path === undefined || thrown.path === call.method.path;
      const doubtful = tries.slice(0, answered ? -1 : undefined).includes(null);
      const requested: Requested = { method, answered, doubtful, retry_after_ms: tries.at(-1) ?? null };
      throw Object.assign(thrown, { requested });
    }
  };
  return { facts, middleware };
}
