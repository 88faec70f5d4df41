import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';

/** Every declared model as operators see it: failed and stale deployments first. */
export const adminModelsQuery = () =>
  queryOptions({
    queryKey: ['admin_models'],
    queryFn: ({ signal }) => easel.admin_model.list({ signal }),
    ...LIVE,
  });

const LATEST = 100;

/** What people last set and deployed, as the audit log tells: the platform itself does not say how many it keeps warm. */
export const scalingEntriesQuery = () =>
  queryOptions({
    queryKey: ['audit', 'scaling'],
    queryFn: async ({ signal }) => {
      const of = async (action: 'backend.autoscale' | 'backend.deploy') =>
        (await easel.audit.list({ action, outcome: 'ok', limit: LATEST }, { signal })).items;
      const [scalings, deploys] = await Promise.all([of('backend.autoscale'), of('backend.deploy')]);
      return { scalings, deploys };
    },
    staleTime: 5000,
  });
