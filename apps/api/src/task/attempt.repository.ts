import type { FaultClass, TaskError } from '@easel/contracts';
import type { EndFacts } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { attemptCost } from './attempt-cost.js';
import { now } from './task.repository.js';

/** States of an attempt that has not ended. */
export const OPEN = ['submitted', 'accepted', 'unknown', 'running'] as const;

type Store = Pick<Context, 'store'>;

/** Records that a backend took the attempt, and where it is found. */
export const noteAccepted = ({ store }: Store, id: string, handle: string) =>
  store.write((tx) =>
    tx.db
      .updateTable('attempts')
      .set((eb) => ({
        handle,
        accepted_at: eb.fn.coalesce('accepted_at', eb.val(now())),
        state: eb.case().when('started_at', 'is', null).then('accepted').else('running').end(),
        out_of_sight_since: null,
      }))
      .where('id', '=', id)
      .where('state', 'in', OPEN)
      .execute(),
  );

/** Records where an attempt is found that was given up before. */
export const noteHandle = ({ store }: Store, id: string, handle: string) =>
  store.write((tx) => tx.db.updateTable('attempts').set({ handle }).where('id', '=', id).execute());

/** Records that nothing is known of the attempt at present. */
export const noteUnknown = ({ store }: Store, id: string, since: number) =>
  store.write((tx) =>
    tx.db
      .updateTable('attempts')
      .set({ state: 'unknown', out_of_sight_since: new Date(since).toISOString() })
      .where('id', '=', id)
      .where('state', 'in', OPEN)
      .execute(),
  );

/** Faults that keep a backend from taking any task of a model. */
const isTroubleOfBackend = (fault: FaultClass | null): boolean =>
  fault !== null && ['credentials', 'unreachable', 'throttled', 'missing_function'].includes(fault);

/** How an attempt ended. */
export interface AttemptEnd {
  state: 'succeeded' | 'failed' | 'cancelled';
  error: TaskError | null;
  /** For operators. */
  detail?: string | undefined;
  facts?: EndFacts | undefined;
  /** Until when a result is still looked for; only for attempts that were given up. */
  late_until?: string | undefined;
  start_ms?: number;
  run_ms?: number;
}

/** The columns that what is known of an end fills. */
export const factColumns = (ctx: Pick<Context, 'settings'>, task: TaskRow, facts: EndFacts) => ({
  cost_microusd: attemptCost(ctx, task, facts),
  deploy_hash: facts.deploy_hash,
  platform: facts.platform === null ? null : JSON.stringify(facts.platform),
});

/** Ends an attempt, unless it has ended. */
export const endAttempt = (ctx: Pick<Context, 'settings'>, tx: Tx, id: string, task: TaskRow, end: AttemptEnd) =>
  tx.db
    .updateTable('attempts')
    .set({
      state: end.state,
      finished_at: now(),
      error: end.error === null ? null : JSON.stringify(end.error),
      error_detail: end.detail || null,
      late_until: end.late_until ?? null,
      out_of_sight_since: null,
      never_ran: end.facts?.never_ran ? (isTroubleOfBackend(end.facts.fault) ? 2 : 1) : 0,
      ...(end.facts ? factColumns(ctx, task, end.facts) : {}),
      ...(end.start_ms === undefined ? {} : { start_ms: end.start_ms }),
      ...(end.run_ms === undefined ? {} : { run_ms: end.run_ms }),
    })
    .where('id', '=', id)
    .where('state', 'in', OPEN)
    .execute();

/**
 * How many attempts of a task in a row, the latest included, were refused. Those that found a backend in trouble do not
 * count: that says nothing about the task, and waiting beats failing.
 */
export async function refusalsInARow(tx: Tx, taskId: string): Promise<number> {
  const ran = tx.db
    .selectFrom('attempts')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('task_id', '=', taskId)
    .where('never_ran', '=', 0);
  const { refusals } = await tx.db
    .selectFrom('attempts')
    .select((eb) => eb.fn.countAll<number>().as('refusals'))
    .where('task_id', '=', taskId)
    .where('never_ran', '=', 1)
    .where((eb) => eb('id', '>', eb.fn.coalesce(ran, eb.val(''))))
    .executeTakeFirstOrThrow();
  return refusals;
}
