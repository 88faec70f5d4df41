import type { DeclaredFunction } from '../app/drafts.js';
import { newId } from '../new-id.js';
import { RpcError } from '../transport/status.js';
import type { Answer } from './rpc.js';

interface Autoscaler {
  min_containers?: number;
  max_containers?: number;
  buffer_containers?: number;
  scaledown_window?: number;
}

interface Resources {
  gpu_config: { count: number; gpu_type: string } | null;
}

interface Definition {
  timeout_secs: number;
  startup_timeout_secs: number;
  is_class: boolean;
  method_definitions: Record<string, object>;
  autoscaler_settings: Autoscaler | null;
}

/** With one kind of GPU. */
interface Single extends Definition {
  resources: Resources | null;
  concurrency_limit: number;
  task_idle_timeout_secs: number;
  max_concurrent_inputs: number;
}

/** With several kinds of GPU to choose from, the best first. */
interface Ranked extends Definition {
  ranked_functions: { rank: number; function: Single | null }[];
}

// A number that was left out arrives as 0.
const given = (value: number | undefined): number | null => (value === undefined || value === 0 ? null : value);

function gpuOf({ gpu_config }: Resources): string | null {
  if (!gpu_config?.gpu_type) return null;
  return gpu_config.count > 1 ? `${gpu_config.gpu_type}:${gpu_config.count}` : gpu_config.gpu_type;
}

function declared(definition: Definition, single: Single | null): DeclaredFunction {
  const scaling = definition.autoscaler_settings ?? {};
  return {
    kind: definition.is_class ? 'class' : 'function',
    methods: Object.keys(definition.method_definitions),
    gpu: single?.resources ? gpuOf(single.resources) : null,
    timeout_s: given(definition.timeout_secs),
    startup_timeout_s: given(definition.startup_timeout_secs),
    scaledown_s: scaling.scaledown_window ?? given(single?.task_idle_timeout_secs),
    min_containers: scaling.min_containers ?? null,
    max_containers: scaling.max_containers ?? given(single?.concurrency_limit),
    buffer_containers: scaling.buffer_containers ?? null,
    concurrency: given(single?.max_concurrent_inputs),
  };
}

const FORMATS = [1, 4];

const handle = (app_id: string, name: string, methods: string[]): object => ({
  function_name: name,
  function_type: 1,
  app_id,
  supported_input_formats: FORMATS,
  supported_output_formats: FORMATS,
  method_handle_metadata: Object.fromEntries(
    methods.map((method) => [
      method,
      { function_name: name.replace('*', method), function_type: 1, is_method: true, use_method_name: method, app_id },
    ]),
  ),
});

/** Before a function is described its id is fixed, so that functions can refer to each other. */
export const functionPrecreate: Answer<{
  app_id: string;
  function_name: string;
  existing_function_id: string;
  method_definitions: Record<string, object>;
}> = ({ app_id, function_name, existing_function_id, method_definitions }) => ({
  function_id: existing_function_id || newId('fu'),
  handle_metadata: handle(app_id, function_name, Object.keys(method_definitions)),
});

export const functionCreate: Answer<{
  app_id: string;
  existing_function_id: string;
  function: (Single & { function_name: string }) | null;
  function_data: (Ranked & { function_name: string }) | null;
}> = (request, { state }) => {
  const definition = request.function ?? request.function_data;
  if (!definition) throw new RpcError('INVALID_ARGUMENT', 'A function needs a definition');
  const single = request.function ?? request.function_data?.ranked_functions[0]?.function ?? null;
  const function_id = request.existing_function_id || newId('fu');
  const draft = declared(definition, single);
  state.drafts.functions.set(function_id, draft);
  return {
    function_id,
    function_data: request.function_data ?? {
      ...definition,
      ranked_functions: [{ rank: 0, function: request.function }],
    },
    handle_metadata: handle(request.app_id, definition.function_name, draft.methods),
  };
};
