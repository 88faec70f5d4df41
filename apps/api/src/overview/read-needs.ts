import type { Need, Overview } from '@easel/contracts';
import type { Context } from '../context.js';
import { readDispatch } from '../task/dispatch-pause.js';
import { backendNeeds } from './backend-needs.js';
import { deploymentNeeds } from './deployment-needs.js';
import { modelNeeds } from './model-needs.js';
import type { Unfinished } from './queue.queries.js';
import { auditNeeds, budgetNeeds, diskNeeds, webhookNeeds } from './watched-needs.js';

const RANK: Record<Need['severity'], number> = { bad: 0, warn: 1, info: 2 };

function objectiveNeed({ met_ratio, target_s, ok }: Overview['objective'], late: number): Need[] {
  if (ok || met_ratio === null) return [];
  const detail =
    late > 0
      ? `${late} ${late === 1 ? 'task waits' : 'tasks wait'} longer than that now. More containers, or another backend, would help.`
      : 'None waits longer than that now. More warm containers would have helped.';
  const title = `${Math.round((1 - met_ratio) * 100)} % of the tasks did not begin within ${target_s} s`;
  const target = { kind: 'queue' as const, id: null };
  const severity = late > 0 ? 'bad' : 'warn';
  return [
    {
      id: 'objective',
      kind: 'objective_missed',
      severity,
      title,
      detail,
      target,
      verbs: ['see'],
      since: null,
      until: null,
    },
  ];
}

async function dispatchNeeds(ctx: Context, pending: number): Promise<Need[]> {
  if (!ctx.backends.dispatchPaused()) return [];
  const { changed_at: since } = await readDispatch(ctx);
  const detail = `What runs goes on; nothing new begins. ${pending} ${pending === 1 ? 'task waits' : 'tasks wait'}.`;
  const target = { kind: 'dispatch' as const, id: null };
  const title = 'Handing out work is paused';
  const severity = pending > 0 ? 'bad' : 'warn';
  return [
    {
      id: 'dispatch',
      kind: 'dispatch_paused',
      severity,
      title,
      detail,
      target,
      verbs: ['resume', 'see'],
      since,
      until: null,
    },
  ];
}

/** What needs an operator: the worst first, and of these what came last. */
export async function readNeeds(
  ctx: Context,
  { unfinished, objective, at }: { unfinished: Unfinished[]; objective: Overview['objective']; at: string },
): Promise<Need[]> {
  const sum = (of: 'pending' | 'late') => unfinished.reduce((total, each) => total + each[of], 0);
  const found = await Promise.all([
    dispatchNeeds(ctx, sum('pending')),
    auditNeeds(ctx),
    backendNeeds(ctx),
    modelNeeds(ctx, unfinished),
    objectiveNeed(objective, sum('late')),
    deploymentNeeds(ctx),
    diskNeeds(ctx),
    webhookNeeds(ctx),
    budgetNeeds(ctx, at),
  ]);
  return found
    .flat()
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || (b.since ?? '').localeCompare(a.since ?? ''));
}
