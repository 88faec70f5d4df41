import type { FaultClass, Job, WorkerError } from '@easel/contracts';
import type { Function_ } from 'modal';
import type { Submission } from '../backend.js';
import type { Functions } from './functions.js';
import type { Link } from './open-link.js';
import { faultOf, isAmbiguous, rpcError } from './rpc-error.js';
import type { Timings } from './timings.js';
import { TooLong, within } from './within.js';

const WORDS: Partial<Record<FaultClass, string>> = {
  credentials: 'The workspace refuses the credentials.',
  throttled: 'The workspace takes no more work for now.',
  missing_function: 'The model is not deployed there.',
  stale_function: 'The deployment there is too old.',
};

const refused = (fault: FaultClass, detail: string): WorkerError => ({
  code: fault === 'missing_function' ? 'no_backend' : 'backend_lost',
  message: WORDS[fault] ?? 'The workspace does not answer.',
  retryable: true,
  detail,
});

/** Only this request makes a call; whatever fails before it leaves nothing behind. */
const SPAWN = 'FunctionMap';

/** Hands a job over. When the answer is lost nobody knows whether the call exists: that is `unknown`, never a failure. */
export async function submitJob(
  link: Link,
  functions: Functions,
  job: Job,
  files: Record<string, Uint8Array>,
  { hand_over_ms }: Timings,
): Promise<Submission> {
  const find = () => functions.model(link, job.model);
  let spawning = false;
  let mayRun = false;
  const onRequest = (method: string) => {
    spawning ||= method === SPAWN;
  };
  const spawn = async (found: Function_) => {
    try {
      return await found.spawn([JSON.stringify(job), files]);
    } catch (error) {
      const rpc = rpcError(error);
      mayRun ||= rpc.method === SPAWN && isAmbiguous(rpc);
      throw error;
    }
  };
  try {
    const call = await within({ ms: hand_over_ms, onRequest }, () => functions.use(find, spawn));
    link.calls.set(call.functionCallId, call);
    return { kind: 'accepted', handle: call.functionCallId };
  } catch (error) {
    const rpc = rpcError(error);
    const outdated = error instanceof link.sdk.InvalidError;
    const fault = outdated ? 'stale_function' : faultOf(rpc);
    mayRun ||= spawning && error instanceof TooLong;
    if (mayRun) return { kind: 'unknown', message: rpc.message, fault };
    const later = rpc.retry_after_ms === null ? {} : { retry_after_ms: rpc.retry_after_ms };
    return { kind: 'rejected', error: refused(fault, rpc.message), fault, ...later };
  }
}
