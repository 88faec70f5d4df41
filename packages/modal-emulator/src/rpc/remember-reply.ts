import type { WorkspaceState } from '../workspace/workspace-state.js';

/** RPCs that change something: repeated under one idempotency key they are done once. */
const MUTATIONS = new Set([
  'FunctionMap',
  'FunctionRetryInputs',
  'FunctionBindParams',
  'FunctionCallCancel',
  'BlobCreate',
  'QueuePut',
  'AppCreate',
  'AppPublish',
  'FunctionCreate',
]);

const MAX_REPLIES = 20_000;

export function rememberReply(
  { replies }: WorkspaceState,
  method: string,
  idempotency_key: string,
  run: () => Promise<object>,
): Promise<object> {
  if (!MUTATIONS.has(method) || idempotency_key === '') return run();
  const key = `${method} ${idempotency_key}`;
  const known = replies.get(key);
  if (known) return known;
  const reply = run();
  replies.set(key, reply);
  // A refusal is no reply: the same request may be answered later.
  reply.catch(() => replies.delete(key));
  const oldest = replies.keys().next();
  if (replies.size > MAX_REPLIES && !oldest.done) replies.delete(oldest.value);
  return reply;
}
