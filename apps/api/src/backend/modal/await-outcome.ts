import type { FaultClass } from '@easel/contracts';
import type { FunctionCall } from 'modal';
import { type CallFacts, STATUS } from './call-facts.js';
import type { Link } from './open-link.js';
import { faultOf, isMissing, rpcError } from './rpc-error.js';
import { TooLong, within } from './within.js';

/** What one look at a call shows. */
export type Outcome =
  /** It waits or runs. */
  | { kind: 'pending' }
  | { kind: 'value'; value: unknown; facts: CallFacts | undefined }
  /** The control plane ended it badly. */
  | { kind: 'ended'; facts: CallFacts }
  /** It ended, and its own result cannot be had any more. */
  | { kind: 'gone'; message: string; facts: CallFacts | undefined }
  /** It ended, and what came as its result is no message. */
  | { kind: 'garbled'; message: string; facts: CallFacts }
  /** No answer about it. */
  | { kind: 'unreachable'; fault: FaultClass; message: string };

async function callOf(link: Link, handle: string): Promise<FunctionCall> {
  const known = link.calls.get(handle);
  if (known) return known;
  const found = await link.client.functionCalls.fromId(handle);
  link.calls.set(handle, found);
  return found;
}

export interface Look {
  /** How long the control plane may take to say that it still runs. */
  poll_ms: number;
  /** How long the whole look may take. */
  limit_ms: number;
  signal: AbortSignal;
}

/** Whether the bytes of a result could not be had, rather than not be read. The SDK has no class for that. */
function isDownload(error: unknown): boolean {
  const { message } = error as Error;
  return (
    error instanceof TooLong || rpcError(error).code !== null || /^(Failed to download|fetch failed)/.test(message)
  );
}

/** Looks at a call. What the SDK cannot tell apart is told by what the middleware saw. */
export async function awaitOutcome(link: Link, handle: string, look: Look): Promise<Outcome> {
  const { poll_ms, limit_ms, signal } = look;
  const { facts } = link.watch;
  try {
    const value = await within({ signal, ms: limit_ms }, async () => {
      const call = await callOf(link, handle);
      return (await call.get({ timeoutMs: poll_ms })) as unknown;
    });
    return { kind: 'value', value, facts: facts.get(handle) };
  } catch (error) {
    const seen = facts.get(handle);
    if (seen && seen.status !== STATUS.success) return { kind: 'ended', facts: seen };
    const { name, message } = error as Error;
    if (name === 'ExpiredResult') return { kind: 'gone', message: 'The result of the call has expired.', facts: seen };
    if (seen) {
      const told = `The result of the call cannot be read: ${message}`;
      return { kind: isDownload(error) ? 'gone' : 'garbled', message: told, facts: seen };
    }
    if (error instanceof link.sdk.TimeoutError) return { kind: 'pending' };
    const rpc = rpcError(error);
    if (isMissing(rpc)) return { kind: 'gone', message: 'The call is not known any more.', facts: seen };
    return { kind: 'unreachable', fault: faultOf(rpc), message: rpc.message };
  }
}
