import type { LogLine } from '../app/logs.js';
import { pause } from '../fault/wait.js';
import { notFound } from '../transport/status.js';
import { MAIN } from '../workspace/workspace.js';
import { type Answer, type Answers, LOOK_UP, type RpcContext } from './rpc.js';

const DEPLOYED = 3;
const STDOUT = 1;
const MAX_STREAM_S = 55;
const STREAM_STEP_MS = 200;

const appGetOrCreate: Answer<{ app_name: string; environment_name: string; object_creation_type: number }> = (
  request,
  { state },
) => {
  const environment = request.environment_name || MAIN;
  const known = state.apps.find(environment, request.app_name);
  if (!known && request.object_creation_type === LOOK_UP) throw notFound(`App '${request.app_name}' not found`);
  return { app_id: (known ?? state.apps.create(environment, request.app_name)).app_id };
};

const appList: Answer<{ environment_name: string }> = ({ environment_name }, { state }) => ({
  apps: state.apps.live(environment_name || MAIN).map(({ app_id, name, created_at }) => ({
    app_id,
    name,
    description: name,
    state: DEPLOYED,
    created_at: created_at / 1000,
  })),
});

const item = ({ data, at, function_call_id, input_id, task_id }: LogLine): object => ({
  data,
  timestamp: at / 1000,
  timestamp_ns: at * 1e6,
  file_descriptor: STDOUT,
  function_call_id,
  input_id,
  container_id: task_id,
});

/** One batch per container, as the real service sends them. */
function batches(lines: LogLine[]): object[] {
  const byTask = Map.groupBy(lines, ({ task_id }) => task_id);
  return [...byTask].map(([task_id, own]) => ({ task_id, items: own.map(item) }));
}

interface Timestamp {
  seconds: number;
}

interface LogFilter {
  app_id: string;
  function_call_id: string;
  search_text: string;
  since: Timestamp | null;
  until: Timestamp | null;
}

const linesOf = (filter: LogFilter, { state }: RpcContext): LogLine[] =>
  state.logs
    .find(filter.app_id, filter.function_call_id, filter.search_text)
    .filter(({ at }) => at >= (filter.since?.seconds ?? 0) * 1000 && at < ((filter.until?.seconds ?? 1e12) + 1) * 1000);

const appFetchLogs: Answer<LogFilter & { limit: number }> = (request, context) => {
  const lines = linesOf(request, context);
  return { batches: batches(request.limit > 0 ? lines.slice(-request.limit) : lines) };
};

const appCountLogs: Answer<LogFilter & { bucket_secs: number }> = (request, context) => {
  const width = Math.max(1, request.bucket_secs);
  const buckets = Map.groupBy(linesOf(request, context), ({ at }) => Math.floor(at / 1000 / width) * width);
  return {
    app_id: request.app_id,
    buckets: [...buckets].map(([seconds, lines]) => ({
      bucket_start_at: { seconds, nanos: 0 },
      stdout_logs: lines.length,
    })),
  };
};

/** Streams what is there, then what comes, for as long as the caller asked. */
async function* appGetLogs(
  request: { app_id: string; function_call_id: string; timeout: number; last_entry_id: string },
  { state, signal }: RpcContext,
): AsyncGenerator<object> {
  const end = Date.now() + Math.min(request.timeout || MAX_STREAM_S, MAX_STREAM_S) * 1000;
  let sent = Number.parseInt(request.last_entry_id, 10) || 0;
  while (!signal.aborted && Date.now() < end) {
    const lines = state.logs.find(request.app_id, request.function_call_id, '');
    const fresh = lines.slice(sent);
    sent = lines.length;
    for (const batch of batches(fresh)) yield { ...batch, entry_id: `${sent}-0` };
    await pause(STREAM_STEP_MS, signal);
  }
}

export const appAnswers: Answers = {
  AppGetOrCreate: appGetOrCreate,
  AppList: appList,
  AppFetchLogs: appFetchLogs,
  AppCountLogs: appCountLogs,
  AppGetLogs: appGetLogs,
};
