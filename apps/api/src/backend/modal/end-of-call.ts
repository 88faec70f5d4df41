import type { FaultClass, TaskErrorCode, WorkerError, WorkerResult } from '@easel/contracts';
import type { EndFacts, Observation } from '../backend.js';
import { type CallFacts, executionSeconds, platformFacts, STATUS } from './call-facts.js';

type End = Observation & { kind: 'result' };

const KILLED = 137;

const error = (code: TaskErrorCode, message: string, retryable: boolean, detail: string): WorkerError => ({
  code,
  message,
  retryable,
  detail,
});

/** Faults that a worker's own errors count as; what is missing is nobody's fault here. */
const FAULTS: Partial<Record<TaskErrorCode, FaultClass>> = {
  out_of_memory: 'out_of_memory',
  model_error: 'model_error',
  invalid_output: 'invalid_output',
  start_timeout: 'start_failure',
  backend_lost: 'lost',
};

/** What is known of an end beside its result. */
export function endFacts(result: WorkerResult, facts: CallFacts | undefined, never_ran = false): EndFacts {
  const failed = 'error' in result;
  const measured = failed ? null : result.measured;
  // Where the control plane says nothing, as of results that only the ledger has, the worker's own clock counts.
  const ranS = executionSeconds(facts) || (measured ? (measured.run_ms + measured.encode_ms) / 1000 : 0);
  return {
    fault: failed ? (FAULTS[result.error.code] ?? null) : null,
    never_ran,
    billed_s: ranS + (measured?.load_ms ?? 0) / 1000,
    deploy_hash: failed ? null : result.worker.deploy_hash,
    platform: platformFacts(facts),
  };
}

export const endWith = (result: WorkerResult, facts: CallFacts | undefined): End => ({
  kind: 'result',
  result,
  facts: endFacts(result, facts),
});

/** An end that we or the control plane decided, not the worker. */
export function endWithError(attempt_id: string, problem: WorkerError, facts: CallFacts | undefined): End {
  return endWith({ attempt_id, error: problem }, facts);
}

/** The worker did not take the job: nothing ran. */
export function refusedEnd(attempt_id: string, message: string, facts: CallFacts | undefined): End {
  const result = {
    attempt_id,
    error: error('model_error', 'The deployment there does not take this job.', true, message),
  };
  return { kind: 'result', result, facts: { ...endFacts(result, facts, true), fault: 'stale_function' } };
}

/** Names how the control plane ended a call. `asked`: we had asked for it to stop. */
export function endedBadly(facts: CallFacts, asked: boolean): WorkerError {
  const { status, exception, exitcode } = facts;
  if (status === STATUS.terminated) {
    if (asked) return error('cancelled_by_backend', 'The work was stopped.', false, 'stopped as asked');
    return error('cancelled_by_backend', 'The call was cancelled on Modal.', true, exception);
  }
  if (status === STATUS.timeout) {
    return error('run_timeout', 'The model ran longer than its time-out allows.', false, exception);
  }
  if (status === STATUS.memory_eviction || exitcode === KILLED || /out ?of ?memory/i.test(exception)) {
    return error('out_of_memory', 'The machine ran out of memory.', false, exception);
  }
  if (status === STATUS.init_failure) {
    return error('start_timeout', 'The container could not start the model.', true, exception);
  }
  if (status === STATUS.failure) return error('model_error', 'The model failed.', true, exception);
  return error('backend_lost', 'Modal lost the work.', true, exception);
}

export const startTimeout = (seconds: number): WorkerError =>
  error('start_timeout', `No container began within ${Math.round(seconds)} s.`, true, 'own deadline');
export const runTimeout = (seconds: number): WorkerError =>
  error('run_timeout', `The model ran longer than ${seconds} s.`, false, 'own deadline');
export const brokeDown = (times: number): WorkerError =>
  error('model_error', `The machine broke down ${times} times while the model ran.`, false, 'own limit');
export const lostWork = (detail: string): WorkerError =>
  error('backend_lost', 'The result was lost, and the workspace has no copy.', true, detail);
export const unreadable = (detail: string): WorkerError =>
  error('invalid_output', 'The answer of the worker cannot be read.', true, detail);
