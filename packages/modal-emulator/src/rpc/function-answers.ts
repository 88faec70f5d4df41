import type { DeployedFunction } from '../function/deployed-function.js';
import type { ClassParameter, FunctionSpec } from '../function/function-spec.js';
import { notFound } from '../transport/status.js';
import { hostOf } from '../workspace/open-workspace.js';
import { MAIN } from '../workspace/workspace.js';
import type { WorkspaceState } from '../workspace/workspace-state.js';
import type { Answer, Answers } from './rpc.js';

const FORMATS = [1, 4];
const PROTO_PARAMETERS = 2;
const TYPES = { string: 1, int: 2, bool: 9 } as const;

const parameter = ({ name, type, default: preset }: ClassParameter): object => ({
  name,
  type: TYPES[type],
  has_default: preset !== undefined,
  ...(preset === undefined ? {} : { [`${type}_default`]: preset }),
});

/** What a client learns about a function: that it takes CBOR, what becomes a blob, and a class's methods. */
function metadata({ tag, app_id, spec }: DeployedFunction, inline_async_bytes: number): object {
  const base = {
    function_type: 1,
    app_id,
    supported_input_formats: FORMATS,
    supported_output_formats: FORMATS,
    max_async_object_size_bytes: inline_async_bytes,
  };
  if (spec.kind === 'function') return { ...base, function_name: tag };
  const methods = Object.keys(spec.methods).map((method) => [
    method,
    { ...base, function_name: tag.replace('*', method), is_method: true, use_method_name: method },
  ]);
  return {
    ...base,
    function_name: tag,
    method_handle_metadata: Object.fromEntries(methods),
    class_parameter_info: { format: PROTO_PARAMETERS, schema: (spec.parameters ?? []).map(parameter) },
  };
}

export function functionOf(state: WorkspaceState, function_id: string): DeployedFunction {
  const found = state.apps.functionById(function_id);
  if (!found) throw notFound(`Function ${function_id} not found`);
  return found;
}

const functionGet: Answer<{ app_name: string; object_tag: string; environment_name: string }> = (
  request,
  { state },
) => {
  const environment = request.environment_name || MAIN;
  const app = state.apps.find(environment, request.app_name);
  if (!app) throw notFound(`App '${request.app_name}' not found in environment '${environment}'`);
  const found = app.functions.get(request.object_tag);
  if (!found) throw notFound(`No function '${request.object_tag}' in app '${request.app_name}'`);
  return { function_id: found.function_id, handle_metadata: metadata(found, state.settings.inline_async_bytes) };
};

interface Options {
  concurrency_limit?: number;
  timeout_secs?: number;
  task_idle_timeout_secs?: number;
  buffer_containers?: number;
  max_concurrent_inputs?: number;
}

/** A run-time variant of a function has its own containers, and so its own cold start. */
function withOptions(spec: FunctionSpec, options: Options): FunctionSpec {
  const changed = { ...spec };
  if (options.concurrency_limit !== undefined) changed.max_containers = options.concurrency_limit;
  if (options.timeout_secs !== undefined) changed.timeout_ms = options.timeout_secs * 1000;
  if (options.task_idle_timeout_secs !== undefined) changed.scaledown_ms = options.task_idle_timeout_secs * 1000;
  if (options.buffer_containers !== undefined) changed.buffer_containers = options.buffer_containers;
  if (options.max_concurrent_inputs !== undefined) changed.concurrency = options.max_concurrent_inputs;
  return changed;
}

const functionBindParams: Answer<{ function_id: string; function_options: Options | null }> = (request, context) => {
  const { state, workspace } = context;
  const base = functionOf(state, request.function_id);
  const spec = withOptions(base.spec, request.function_options ?? {});
  const bound = state.apps.bind(base, spec, hostOf(workspace, state, base.environment));
  return { bound_function_id: bound.function_id, handle_metadata: metadata(bound, state.settings.inline_async_bytes) };
};

const functionGetCurrentStats: Answer<{ function_id: string }> = ({ function_id }, { state }) => {
  const { backlog, containers, running, headroom } = functionOf(state, function_id).pool.stats();
  return { backlog, num_total_tasks: containers, num_running_inputs: running, input_headroom: headroom };
};

interface Autoscaler {
  min_containers?: number;
  max_containers?: number;
  buffer_containers?: number;
  scaledown_window?: number;
}

const functionUpdateSchedulingParams: Answer<{ function_id: string; settings: Autoscaler | null }> = (
  { function_id, settings },
  { state },
) => {
  const { pool } = functionOf(state, function_id);
  const { scaledown_window, min_containers, max_containers, buffer_containers } = settings ?? {};
  pool.scaling = {
    min_containers: min_containers ?? pool.scaling.min_containers,
    max_containers: max_containers ?? pool.scaling.max_containers,
    buffer_containers: buffer_containers ?? pool.scaling.buffer_containers,
    scaledown_ms: scaledown_window === undefined ? pool.scaling.scaledown_ms : scaledown_window * 1000,
  };
  pool.schedule();
  const { scaledown_ms, ...counts } = pool.scaling;
  return { current_settings: { ...counts, scaledown_window: Math.round(scaledown_ms / 1000) } };
};

export const functionAnswers: Answers = {
  FunctionGet: functionGet,
  FunctionGetById: (({ function_id }, { state }) => ({
    handle_metadata: metadata(functionOf(state, function_id), state.settings.inline_async_bytes),
  })) satisfies Answer<{ function_id: string }>,
  FunctionBindParams: functionBindParams,
  FunctionGetCurrentStats: functionGetCurrentStats,
  FunctionUpdateSchedulingParams: functionUpdateSchedulingParams,
};
