import { failure } from '../container/run-handler.js';
import { ModalFailure } from '../function/function-spec.js';
import { type Call, isOver } from './call.js';
import type { Calls } from './calls.js';

/** Ends a call as Modal does when it is cancelled: TERMINATED, and not a word about it. */
export function terminate(calls: Calls, call: Call, terminate_containers: boolean): void {
  if (isOver(call)) return;
  if (terminate_containers) call.owner.pool.killContainerOf(call, 'cancelled', call);
  call.owner.pool.interrupt(call, 'cancelled');
  calls.finish(call, failure(new ModalFailure('TERMINATED', '')));
}

/** A cancellation reaches the container with its next heartbeat; whatever ended by then has ended its own way. */
export function cancelLater(calls: Calls, call: Call, terminate_containers: boolean, delay_ms: number): void {
  if (isOver(call)) return;
  const timer = setTimeout(() => {
    const deaf = call.owner.spec.ignores_cancel === true && call.state === 'running' && !terminate_containers;
    if (!deaf) terminate(calls, call, terminate_containers);
  }, delay_ms);
  timer.unref();
}
