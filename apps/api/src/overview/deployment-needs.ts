import type { Deployment, Need } from '@easel/contracts';
import { listDeployments } from '../backend/deploy/list-deployments.js';
import type { Context } from '../context.js';

const NAMED = 3;

function namesOf(deployments: Deployment[]): string {
  const names = deployments.slice(0, NAMED).map(({ model_name }) => model_name);
  const more = deployments.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

const models = (count: number) => (count === 1 ? 'One model' : `${count} models`);

function needOf(of: Deployment[], state: 'failed' | 'stale'): Need | null {
  const found = of.filter((deployment) => deployment.state === state);
  const [first] = found;
  if (!first) return null;
  const { backend_id: id, backend_label } = first;
  const isFailed = state === 'failed';
  return {
    id: `deployment_${state}:${id}`,
    kind: isFailed ? 'deployment_failed' : 'deployment_stale',
    severity: isFailed ? 'bad' : 'warn',
    title: `${models(found.length)} on "${backend_label}" ${isFailed ? 'do not answer as they should' : `run${found.length === 1 ? 's' : ''} an older deployment`}`,
    detail: `${namesOf(found)}. Deploy again.`,
    target: { kind: 'backend', id },
    verbs: ['deploy', 'see'],
    since: first.checked_at,
    until: null,
  };
}

/** The latest deployment of each backend that failed, and those that are not what the settings say. */
export async function deploymentNeeds(ctx: Context): Promise<Need[]> {
  const deployments = await listDeployments(ctx);
  const labels = new Map(deployments.map(({ backend_id, backend_label }) => [backend_id, backend_label]));
  const needs: Need[] = [];
  for (const [id, label] of labels) {
    const of = deployments.filter(({ backend_id }) => backend_id === id);
    needs.push(...[needOf(of, 'failed'), needOf(of, 'stale')].filter((need) => need !== null));
    const last = await ctx.store.read
      .selectFrom('deploys')
      .select(['id', 'state', 'error', 'finished_at'])
      .where('backend_id', '=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last?.state !== 'failed') continue;
    needs.push({
      id: `deploy:${last.id}`,
      kind: 'deploy_failed',
      severity: 'warn',
      title: `The last deployment to "${label}" failed`,
      detail: `${last.error ?? 'Its log says why.'} What was there before serves on.`,
      target: { kind: 'backend', id },
      verbs: ['deploy', 'see'],
      since: last.finished_at,
      until: null,
    });
  }
  return needs;
}
