import { createHash, randomInt } from 'node:crypto';
import {
  fillInput,
  MAX_SEED,
  type ModeName,
  parametersOf,
  type SettingsModel,
  type TaskCreate,
} from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { prepared, preparedInsert } from '../db/prepared.js';
import type { TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import type { CallerKey } from '../http/caller.js';
import { canonicalJson } from '../http/canonical-json.js';
import { HttpProblem } from '../http/http-problem.js';
import { newId } from '../ids.js';
import { checkBudget } from '../limit/check-budget.js';
import { estimateCost } from '../limit/estimate-cost.js';
import { monthOf, reserve } from '../limit/spending.repository.js';
import { inputSchemaOf, settingsText } from '../model/cached-model.js';
import { estimateRunMs } from '../model/measured.js';
import { checkTaskWebhook } from '../webhook/task-webhook.js';
import { checkImages, checkKeyframes, invalid } from './check-images.js';
import { appendTaskEvent, now, readTask } from './task.repository.js';
import { taskTarget } from './task-audit.js';
import type { TaskBody } from './task-view.js';

export interface Submission {
  owner_id: string;
  /** The key by which it is asked for; null for a person. */
  key: Pick<CallerKey, 'id' | 'models'> | null;
  /** Method and path: idempotency keys are per route. */
  route: string;
  idempotency_key: string | undefined;
  body: TaskCreate;
  /** The task that is tried again, and who wants that. */
  retry?: { of: string; by: Requester };
}

export interface Submitted {
  task: TaskBody;
  replayed: boolean;
}

const fingerprintOf = (submission: Submission): string =>
  createHash('sha256')
    .update(canonicalJson([submission.body, submission.retry?.of ?? null]))
    .digest('hex');

interface Checked {
  model: SettingsModel;
  mode: ModeName;
  input: Record<string, unknown>;
  count: number;
}

/** Checks a submission against the settings: model, mode, input and count. */
function checkSubmission(ctx: Context, { body, key }: Submission): Checked {
  const model = Object.hasOwn(ctx.settings.models, body.model) ? ctx.settings.models[body.model] : undefined;
  if (!model) {
    const known = Object.keys(ctx.settings.models).join(', ');
    throw new HttpProblem('model_not_found', `There is no model "${body.model}". Known: ${known}.`);
  }
  if (key?.models && !key.models.includes(body.model)) {
    throw new HttpProblem('forbidden', `This key may use ${key.models.join(', ')} only.`);
  }
  const mode = body.mode ?? model.default_mode;
  const declared = model.modes[mode];
  if (!declared) throw invalid('mode', `must be one of ${Object.keys(model.modes).join(', ')}`);
  const parsed = inputSchemaOf(model, mode).safeParse(body.input);
  if (!parsed.success) {
    const errors = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: `input.${key}`, message: `is not a parameter of ${mode}` }))
        : [{ path: ['input', ...issue.path].map(String).join('.'), message: issue.message }],
    );
    throw new HttpProblem('invalid_input', errors.map((e) => `${e.path}: ${e.message}`).join('; '), { errors });
  }
  const count = body.count ?? 1;
  if (count > declared.max_count) throw invalid('count', `must be at most ${declared.max_count} in ${mode}`);
  if (!ctx.model_switches.isEnabled(body.model)) {
    const what = 'Choose another model, or ask an administrator to enable it';
    throw new HttpProblem('model_disabled', `"${model.name}" is switched off. ${what} (console, Models).`);
  }
  if (!ctx.backends.serves(body.model)) {
    throw new HttpProblem(
      'no_backend',
      `No backend runs "${body.model}". Choose another model, or add a backend for it.`,
    );
  }
  const lastSeed = MAX_SEED - (count - 1);
  const input = fillInput(model, mode, parsed.data, randomInt(0, lastSeed + 1));
  if (typeof input.seed === 'number' && input.seed > lastSeed) {
    throw invalid('input.seed', `must be at most ${lastSeed} for ${count} outputs, since output i uses seed + i`);
  }
  checkKeyframes(model, mode, input);
  return { model, mode, input, count };
}

/** How many unfinished tasks an owner has, counted up to the limit. */
const unfinishedOf = prepared<{ waiting: number }>((db) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('tasks')
        .select('id')
        .where('owner_id', '=', '')
        .where('status', 'in', ['', ''])
        .where('deleted_at', 'is', null)
        .limit(0)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<number>().as('waiting')),
);

const insertTask = preparedInsert('tasks');
const insertKey = preparedInsert('idempotency');

/** How many tasks this person may have waiting, when that is not what the settings say. */
const ownQueueMax = prepared<{ queue_max: number | null }>((db) =>
  db.selectFrom('users').select('queue_max').where('id', '=', ''),
);

async function checkQueue(tx: Tx, ctx: Context, ownerId: string): Promise<void> {
  const [own] = await ownQueueMax(tx.db, [ownerId]);
  const limit = own?.queue_max ?? ctx.settings.limits.queue_max_per_user;
  const [{ waiting } = { waiting: 0 }] = await unfinishedOf(tx.db, [ownerId, 'pending', 'processing', limit]);
  if (waiting < limit) return;
  throw new HttpProblem(
    'queue_full',
    `You have ${waiting} unfinished tasks; the limit is ${limit}. Wait or cancel some.`,
    {
      retry_after_s: 5,
    },
  );
}

interface Estimate {
  run_ms: number;
  cost_microusd: number;
}

function newTask(submission: Submission, checked: Checked, estimate: Estimate): TaskRow {
  const { model, mode, input, count } = checked;
  const at = now();
  const labels = Object.fromEntries(parametersOf(model, mode).map(([name, p]) => [name, p.label]));
  const snapshot = { model_name: model.name, mode_label: model.modes[mode]?.label ?? mode, labels };
  return {
    id: newId('task'),
    owner_id: submission.owner_id,
    version: 1,
    model: submission.body.model,
    mode,
    type: model.modes[mode]?.output ?? 'image',
    status: 'pending',
    stage: null,
    progress: 0,
    input: JSON.stringify(input),
    count,
    lane: submission.body.lane ?? 'interactive',
    warnings: '[]',
    error: null,
    attempt: 0,
    max_attempts: model.max_attempts,
    lost: 0,
    retry_of: submission.retry?.of ?? null,
    cancel_requested_at: null,
    queued_ms: null,
    start_ms: null,
    load_ms: null,
    run_ms: null,
    total_ms: null,
    cost_microusd: 0,
    metadata: JSON.stringify(submission.body.metadata ?? {}),
    snapshot: JSON.stringify(snapshot),
    settings: settingsText(model),
    estimate_ms: estimate.run_ms * count,
    not_before: null,
    fencing: 0,
    lease_owner: null,
    lease_expires_at: null,
    created_at: at,
    updated_at: at,
    started_at: null,
    finished_at: null,
    deleted_at: null,
    key_id: submission.key?.id ?? null,
    reserved_microusd: estimate.cost_microusd,
    budget_month: monthOf(at),
    webhook: null,
    wait_ms: null,
  };
}

/** Finds what an earlier call with the same key made, or refuses a key that was used for something else. */
async function findReplay(tx: Tx, submission: Submission, fingerprint: string): Promise<string | undefined> {
  if (submission.idempotency_key === undefined) return undefined;
  const row = await tx.db
    .selectFrom('idempotency')
    .select(['fingerprint', 'resource_id'])
    .where('owner_id', '=', submission.owner_id)
    .where('route', '=', submission.route)
    .where('key', '=', submission.idempotency_key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint === fingerprint) return row.resource_id;
  throw new HttpProblem(
    'idempotency_conflict',
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  );
}

const inFlight = new Set<string>();

/**
 * Accepts a task: checks it, fills defaults, fixes the seed, sets its expected cost aside, and inserts the task, its first
 * event and the idempotency row, all in one transaction. The same key and body give what was made before.
 */
export async function submitTask(ctx: Context, submission: Submission): Promise<Submitted> {
  const { owner_id, route, idempotency_key } = submission;
  const lock =
    idempotency_key === undefined ? null : JSON.stringify([ctx.instance_id, owner_id, route, idempotency_key]);
  if (lock !== null && inFlight.has(lock)) {
    throw new HttpProblem(
      'idempotency_in_flight',
      'A request with this Idempotency-Key is being worked on. Repeat it shortly.',
      {
        retry_after_s: 1,
      },
    );
  }
  if (lock !== null) inFlight.add(lock);
  try {
    return await insertOrReplay(ctx, submission);
  } finally {
    if (lock !== null) inFlight.delete(lock);
  }
}

async function insertOrReplay(ctx: Context, submission: Submission): Promise<Submitted> {
  const fingerprint = fingerprintOf(submission);
  const made = await ctx.store.write(async (tx) => {
    const replay = await findReplay(tx, submission, fingerprint);
    if (replay !== undefined) return replay;
    const checked = checkSubmission(ctx, submission);
    await checkImages(tx, submission.owner_id, checked);
    await checkQueue(tx, ctx, submission.owner_id);
    const { model, mode, count } = checked;
    const type = model.modes[mode]?.output ?? 'image';
    const row = newTask(submission, checked, {
      run_ms: estimateRunMs(ctx, submission.body.model, mode),
      cost_microusd: await estimateCost(ctx, submission.body.model, model, { mode, type, count }),
    });
    await checkBudget(tx, row, row.created_at, row.reserved_microusd);
    await reserve(tx, row, monthOf(row.created_at), row.reserved_microusd);
    row.webhook = await checkTaskWebhook(ctx, tx, submission.owner_id, submission.body.webhook);
    await insertTask(tx.db, row);
    if (submission.idempotency_key !== undefined) {
      const { owner_id, route, idempotency_key: key } = submission;
      await insertKey(tx.db, { owner_id, route, key, fingerprint, resource_id: row.id, created_at: row.created_at });
    }
    if (submission.retry) {
      const { of, by } = submission.retry;
      const target = taskTarget({ id: of, model: row.model });
      await recordAudit(tx, { ...by, action: 'task.retry', target, after: { task_id: row.id } });
    }
    return appendTaskEvent(tx, row, 'task.created');
  });
  if (typeof made !== 'string') {
    ctx.crash.reach('after_insert');
    ctx.runner.wake();
    return { task: made, replayed: false };
  }
  const task = await readTask(ctx.store.read, submission.owner_id, made);
  if (!task) throw new HttpProblem('gone', 'The task that this Idempotency-Key made was deleted.');
  return { task, replayed: true };
}
