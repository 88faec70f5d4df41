import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';

/** Every model on every workspace. */
export const deploymentsQuery = () =>
  queryOptions({
    queryKey: ['deployments'],
    queryFn: async ({ signal }) => (await easel.backend.deployments({ signal })).items,
    ...LIVE,
  });

/** The latest deployments of a backend, newest first. */
export const deploysQuery = (backend_id: string) =>
  queryOptions({
    queryKey: ['backends', 'deploys', backend_id],
    queryFn: async ({ signal }) => (await easel.backend.deploys(backend_id, { limit: 20 }, { signal })).items,
    ...LIVE,
  });
