import type { Deployment } from '@easel/contracts';
import type { Context } from '../../context.js';
import { allBackends } from '../backend.repository.js';
import { lastCheckOf, modelsOf } from '../backend-view.js';
import { expectedDeployment } from './deployment.js';
import { readWorkerVersion } from './worker-version.js';

/** Every model on every rented backend that may run it, as the last checks found them, held against what is due now. */
export async function listDeployments(ctx: Context): Promise<Deployment[]> {
  const items: Deployment[] = [];
  const version = await readWorkerVersion(ctx.config.root_dir);
  for (const row of await allBackends(ctx.store.read)) {
    const check = lastCheckOf(row);
    const { models } = await expectedDeployment(ctx, { environment: row.environment, models: modelsOf(row) }, version);
    for (const [model, { deploy_hash: expected_hash }] of Object.entries(models)) {
      const found = check?.models.find((one) => one.model === model);
      const deploy_hash = found?.deploy_hash ?? null;
      // The settings may have changed since the check.
      const wasThere = found?.state === 'deployed' || found?.state === 'stale';
      const current = deploy_hash === expected_hash ? 'deployed' : 'stale';
      items.push({
        backend_id: row.id,
        backend_label: row.label,
        model,
        model_name: ctx.settings.models[model]?.name ?? model,
        state: wasThere ? current : (found?.state ?? 'unknown'),
        app_name: row.app_name,
        deploy_hash,
        expected_hash,
        revision: found?.revision ?? null,
        worker_version: check?.worker_version ?? null,
        checked_at: check?.at ?? null,
      });
    }
  }
  return items;
}
