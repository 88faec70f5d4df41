import type { LedgerEntry, WorkerError } from '@easel/contracts';
import type { AttemptRef, Observation } from '../backend.js';
import type { Outcome } from './await-outcome.js';
import { type CallFacts, STATUS } from './call-facts.js';
import { endedBadly, endWith, endWithError, lostWork, refusedEnd, unreadable } from './end-of-call.js';
import type { Ledger } from './ledger.js';
import { readReply } from './read-reply.js';
import { isMissing, rpcError } from './rpc-error.js';

export interface Settling {
  attempt: AttemptRef;
  ledger: Ledger;
  /** Whether we had asked for the call to stop. */
  asked: boolean;
  keepFiles(files: Map<string, Uint8Array>): void;
}

/** What came of an attempt whose call has no result to show: the ledger knows of one, or nobody does. */
async function fromLedger(
  { attempt, ledger }: Settling,
  otherwise: WorkerError,
  facts: CallFacts | undefined,
): Promise<Observation> {
  let entry: LedgerEntry;
  try {
    entry = await ledger.find(attempt.attempt_id);
  } catch (error) {
    if (!isMissing(rpcError(error))) throw error;
    return endWithError(attempt.attempt_id, otherwise, facts);
  }
  if (entry.result) return endWith(entry.result, facts);
  if (entry.call_id !== null && entry.call_id !== attempt.handle) return { kind: 'moved', handle: entry.call_id };
  const end = endWithError(attempt.attempt_id, otherwise, facts);
  // Nobody took it, and nobody says how it failed: it never began.
  const never_ran = entry.state === 'absent' && facts === undefined;
  return never_ran ? { ...end, facts: { ...end.facts, never_ran } } : end;
}

/**
 * Says how an attempt ended, or that another call holds it. Throws when the ledger is needed and does not answer: then
 * nothing is known yet.
 */
export async function settleOutcome(
  outcome: Outcome & { kind: 'value' | 'ended' | 'gone' | 'garbled' },
  settling: Settling,
): Promise<Observation> {
  const { attempt } = settling;
  const { facts } = outcome;
  if (outcome.kind === 'ended') {
    const problem = endedBadly(outcome.facts, settling.asked);
    // Stopped as asked. Whatever else ended it may have done so after the work was kept, or while another call does it.
    if (settling.asked && outcome.facts.status === STATUS.terminated) {
      return endWithError(attempt.attempt_id, problem, facts);
    }
    return fromLedger(settling, problem, facts);
  }
  if (outcome.kind === 'gone') return fromLedger(settling, lostWork(outcome.message), facts);
  if (outcome.kind === 'garbled') return fromLedger(settling, unreadable(outcome.message), facts);
  const returned = readReply(outcome.value);
  if (returned.kind === 'unreadable') return fromLedger(settling, unreadable(returned.why), facts);
  const { reply, files } = returned;
  if ('refused' in reply) return refusedEnd(attempt.attempt_id, reply.refused.message, facts);
  if ('duplicate_of' in reply) {
    if (reply.duplicate_of !== attempt.handle) return { kind: 'moved', handle: reply.duplicate_of };
    return fromLedger(settling, lostWork('the call names itself as the holder'), facts);
  }
  if (reply.result.attempt_id !== attempt.attempt_id) {
    return fromLedger(settling, unreadable('the result is of another attempt'), facts);
  }
  settling.keepFiles(files);
  return endWith(reply.result, facts);
}
