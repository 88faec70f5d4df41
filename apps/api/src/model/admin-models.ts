import type { AdminModel, Deployment, DeploymentState } from '@easel/contracts';
import { listDeployments } from '../backend/deploy/list-deployments.js';
import type { Context } from '../context.js';
import { type EndedSum, sumEnded } from '../overview/ended.queries.js';
import { readUnfinished } from '../overview/queue.queries.js';
import { measuredOf } from './measured.js';

const DAY_MS = 24 * 3600 * 1000;
/** The worst first. */
const STATES: DeploymentState[] = ['failed', 'stale', 'missing', 'unknown', 'deployed'];

const rankOf = (state: DeploymentState | null): number => (state === null ? STATES.length : STATES.indexOf(state));

async function namesOf({ store }: Pick<Context, 'store'>): Promise<Map<string, string>> {
  const rows = await store.read
    .selectFrom('model_switches')
    .innerJoin('users', 'users.id', 'model_switches.changed_by')
    .select(['users.id', 'users.name'])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function switchedOf(
  ctx: Pick<Context, 'model_switches'>,
  id: string,
  names: Map<string, string>,
): AdminModel['switched'] {
  const last = ctx.model_switches.last(id);
  if (!last) return null;
  const { changed_at: at, changed_by: by } = last;
  return { at, by: by === null ? null : { id: by, name: names.get(by) ?? by } };
}

const cellOf = ({ backend_id, backend_label, state, deploy_hash, expected_hash, checked_at }: Deployment) => ({
  backend_id,
  backend_label,
  state,
  deploy_hash,
  expected_hash,
  checked_at,
});

/** Every model of the settings: failed and stale deployments first, otherwise as they stand there. */
export async function listAdminModels(ctx: Context): Promise<AdminModel[]> {
  const now = Date.now();
  const window = { from: new Date(now - DAY_MS).toISOString(), to: new Date(now + 1).toISOString() };
  const target_ms = ctx.settings.limits.queued_slo_s * 1000;
  const ended = await sumEnded(ctx.store.read, window, target_ms);
  const unfinished = await readUnfinished(ctx.store.read, new Date(now - target_ms).toISOString());
  const deployments = await listDeployments(ctx);
  const names = await namesOf(ctx);
  const models = Object.entries(ctx.settings.models).map(async ([id, model]): Promise<AdminModel> => {
    const of = deployments.filter((deployment) => deployment.model === id);
    const sums = ended.filter((sum) => sum.model === id);
    const total = (value: (sum: EndedSum) => number) => sums.reduce((all, sum) => all + value(sum), 0);
    const states = of.map(({ state }) => state).sort((a, b) => rankOf(a) - rankOf(b));
    return {
      id,
      name: model.name,
      license: model.license.name,
      // The names of the modes are those of the settings.
      modes: Object.keys(model.modes) as AdminModel['modes'],
      runtimes: Object.keys(model.runtimes),
      enabled: ctx.model_switches.isEnabled(id),
      switched: switchedOf(ctx, id, names),
      availability: ctx.backends.availability(id),
      deployment: states[0] ?? null,
      deployments: of.map(cellOf).sort((a, b) => rankOf(a.state) - rankOf(b.state)),
      measured: await measuredOf(ctx, id),
      pending: unfinished.find((each) => each.model === id)?.pending ?? 0,
      ended_24h: total(({ tasks }) => tasks),
      failed_24h: total(({ tasks, status }) => (status === 'failed' ? tasks : 0)),
      cost_24h_microusd: total(({ cost_microusd }) => cost_microusd),
    };
  });
  return (await Promise.all(models)).sort((a, b) => rankOf(a.deployment) - rankOf(b.deployment));
}
