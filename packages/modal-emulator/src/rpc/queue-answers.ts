import { notFound } from '../transport/status.js';
import { MAIN } from '../workspace/workspace.js';
import { type Answer, type Answers, CREATE_IF_MISSING, EMPTY, EPHEMERAL } from './rpc.js';

interface Partition {
  queue_id: string;
  partition_key: Buffer;
}

const queueGetOrCreate: Answer<{
  deployment_name: string;
  environment_name: string;
  object_creation_type: number;
}> = ({ deployment_name, environment_name, object_creation_type }, { state }) => {
  const environment = environment_name || MAIN;
  if (object_creation_type === EPHEMERAL) return { queue_id: state.queues.create(environment, null) };
  const known = state.queues.find(environment, deployment_name);
  if (known !== null) return { queue_id: known };
  if (object_creation_type !== CREATE_IF_MISSING) throw notFound(`Queue '${deployment_name}' not found`);
  return { queue_id: state.queues.create(environment, deployment_name) };
};

const queuePut: Answer<Partition & { values: Buffer[]; partition_ttl_seconds: number }> = (request, { state }) => {
  const values = request.values.map((value) => Buffer.from(value));
  state.queues.get(request.queue_id).put(request.partition_key, values, request.partition_ttl_seconds);
  return EMPTY;
};

const queueGet: Answer<Partition & { timeout: number; n_values: number }> = async (request, { state, signal }) => {
  const queue = state.queues.get(request.queue_id);
  return { values: await queue.take(request.partition_key, request.n_values, request.timeout, signal) };
};

const queueLen: Answer<Partition & { total: boolean }> = ({ queue_id, partition_key, total }, { state }) => {
  const queue = state.queues.get(queue_id);
  return { len: total ? queue.total() : queue.length(partition_key) };
};

const queueNextItems: Answer<Partition & { last_entry_id: string; item_poll_timeout: number }> = async (
  request,
  { state, signal },
) => {
  const queue = state.queues.get(request.queue_id);
  return {
    items: await queue.after(request.partition_key, request.last_entry_id, request.item_poll_timeout, signal),
  };
};

const queueClear: Answer<Partition & { all_partitions: boolean }> = (request, { state }) => {
  state.queues.get(request.queue_id).clear(request.all_partitions ? null : request.partition_key);
  return EMPTY;
};

export const queueAnswers: Answers = {
  QueueGetOrCreate: queueGetOrCreate,
  QueuePut: queuePut,
  QueueGet: queueGet,
  QueueLen: queueLen,
  QueueNextItems: queueNextItems,
  QueueClear: queueClear,
  QueueDelete: (({ queue_id }, { state }) => {
    state.queues.delete(queue_id);
    return EMPTY;
  }) satisfies Answer<{ queue_id: string }>,
  QueueHeartbeat: (({ queue_id }, { state }) => {
    state.queues.get(queue_id);
    return EMPTY;
  }) satisfies Answer<{ queue_id: string }>,
};
