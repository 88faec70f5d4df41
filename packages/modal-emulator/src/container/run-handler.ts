import type { Call, Result } from '../call/call.js';
import { decodeInput, encodeResult, NotSerializable } from '../call/cbor.js';
import { failureCode, type Handler, type HandlerContext, ModalFailure, SUCCESS } from '../function/function-spec.js';

export const CBOR = 4;

/** Runs the handler on the call's arguments. Always resolves: what was thrown becomes a result with a status. */
export async function runHandler(
  call: Call,
  handler: Handler | undefined,
  args: Buffer | null,
  context: HandlerContext,
): Promise<Result> {
  try {
    if (!args) throw new ModalFailure('INTERNAL_FAILURE', `The input's blob was never uploaded`);
    if (!handler) throw new ModalFailure('FAILURE', `AttributeError("No method ${call.method_name ?? ''}")`);
    if (call.data_format !== CBOR) throw new ModalFailure('FAILURE', `DeserializationError('Only CBOR is understood')`);
    const input = decodeInput(args);
    return success(encodeResult(await handler(input.args, input.kwargs, context)));
  } catch (error) {
    return failure(error);
  }
}

const success = (data: Buffer): Result => ({ status: SUCCESS, exception: '', traceback: '', exitcode: 0, data });

export function failure(error: unknown): Result {
  if (error instanceof ModalFailure) {
    const { status, message, traceback } = error;
    const exitcode = status === 'MEMORY_MANAGER_EVICTION' ? 137 : 0;
    return { status: failureCode(status), exception: message, traceback, exitcode };
  }
  const name = error instanceof Error ? error.name.replace(/^Error$/, 'Exception') : 'Exception';
  const message = error instanceof Error ? error.message : String(error);
  const exception = `${name}(${pythonText(message)})`;
  const where = error instanceof NotSerializable ? 'the result' : 'the handler';
  return {
    status: failureCode('FAILURE'),
    exception,
    traceback: `Traceback (most recent call last):\n  ${where}\n${name}: ${message}`,
    exitcode: 0,
  };
}

/** Python's repr of a string, near enough. */
function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
