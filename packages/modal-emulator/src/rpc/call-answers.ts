import { type Call, isOver } from '../call/call.js';
import { cancelLater } from '../call/cancel-call.js';
import { CBOR } from '../container/run-handler.js';
import { failureCode, SUCCESS } from '../function/function-spec.js';
import { RpcError } from '../transport/status.js';
import { functionOf } from './function-answers.js';
import { type Answer, type Answers, EMPTY } from './rpc.js';

const ASYNC = 3;

interface Input {
  args?: Buffer;
  args_blob_id?: string;
  data_format: number;
  method_name?: string;
}

const functionMap: Answer<{
  function_id: string;
  pipelined_inputs: { input: Input | null }[];
  function_call_invocation_type: number;
}> = (request, { state }) => {
  const input = request.pipelined_inputs[0]?.input;
  if (!input) throw new RpcError('INVALID_ARGUMENT', 'A call needs one input');
  const call = state.calls.create(functionOf(state, request.function_id), {
    method_name: input.method_name ?? null,
    spawned: request.function_call_invocation_type === ASYNC,
    // a copy: the bytes are a part of the whole request
    args: input.args ? Buffer.from(input.args) : null,
    args_blob_id: input.args_blob_id ?? null,
    data_format: input.data_format,
  });
  return {
    function_call_id: call.call_id,
    function_call_jwt: call.jwt,
    pipelined_inputs: [{ idx: 0, input_id: call.input_id, input_jwt: `${call.jwt}.0` }],
  };
};

const output = (call: Call): object => ({
  result: call.result,
  idx: 0,
  input_id: call.input_id,
  // A cancelled input never got as far as choosing a format.
  data_format: call.result?.status === failureCode('TERMINATED') ? 0 : CBOR,
  task_id: call.container_id ?? '',
  input_started_at: (call.started_at ?? 0) / 1000,
  output_created_at: (call.finished_at ?? 0) / 1000,
  retry_count: call.retry_count,
});

/** Finished: at once. Pending: held for `timeout`. Expired: at once, empty, and nothing unfinished. */
const functionGetOutputs: Answer<{ function_call_id: string; timeout: number; clear_on_success: boolean }> = async (
  request,
  { state, signal },
) => {
  const call = state.calls.get(request.function_call_id);
  const end = Date.now() + request.timeout * 1000;
  while (!isOver(call) && !signal.aborted && Date.now() < end) await call.waiters.wait(end - Date.now(), signal);
  const now = state.calls.get(request.function_call_id);
  if (!now.result) {
    return { outputs: [], idxs: [], last_entry_id: '0-0', num_unfinished_inputs: isOver(now) ? 0 : 1 };
  }
  const reply = { outputs: [output(now)], idxs: [0], last_entry_id: '1-0', num_unfinished_inputs: 0 };
  // The blob stays: the caller has yet to fetch it.
  if (request.clear_on_success && now.result.status === SUCCESS) Object.assign(now, { result: null, state: 'expired' });
  return reply;
};

const functionRetryInputs: Answer<{
  function_call_jwt: string;
  inputs: { input_jwt: string; retry_count: number }[];
}> = ({ function_call_jwt, inputs }, { state }) => {
  const call = state.calls.byJwt(function_call_jwt);
  const { retry_count = 0 } = inputs[0] ?? {};
  state.calls.retry(call, retry_count);
  return { input_jwts: [`${call.jwt}.${retry_count}`] };
};

const functionCallCancel: Answer<{ function_call_id: string; terminate_containers: boolean }> = (
  request,
  { state },
) => {
  const call = state.calls.get(request.function_call_id);
  cancelLater(state.calls, call, request.terminate_containers, state.settings.cancel_delay_ms);
  return EMPTY;
};

const functionCallFromId: Answer<{ function_call_id: string }> = ({ function_call_id }, { state }) => {
  const { owner } = state.calls.get(function_call_id);
  return { function_call_id, num_inputs: 1, metadata: { app_id: owner.app_id, function_id: owner.function_id } };
};

const functionCallGetInfo: Answer<{ function_call_id: string }> = ({ function_call_id }, { state }) => {
  const call = state.calls.get(function_call_id);
  const count = (...states: Call['state'][]): object => ({ total: states.includes(call.state) ? 1 : 0 });
  const info = {
    function_call_id,
    created_at: call.created_at / 1000,
    total_inputs: 1,
    pending_inputs: count('pending', 'running'),
    succeeded_inputs: count('succeeded', 'expired'),
    failed_inputs: count('failed'),
    timeout_inputs: count('timeout'),
    cancelled_inputs: count('cancelled'),
  };
  return { info };
};

export const callAnswers: Answers = {
  FunctionMap: functionMap,
  FunctionGetOutputs: functionGetOutputs,
  FunctionRetryInputs: functionRetryInputs,
  FunctionCallCancel: functionCallCancel,
  FunctionCallFromId: functionCallFromId,
  FunctionCallGetInfo: functionCallGetInfo,
};
