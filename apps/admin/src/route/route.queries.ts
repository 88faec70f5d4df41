import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import { LIVE } from '../app/polling.js';

/** What is asked about: a task, or any task of a model. */
export type RouteAsk = { task_id: string } | { model: string };

/** Where it would go now. */
export const routeQuery = (ask: RouteAsk) =>
  queryOptions({
    queryKey: ['route', ask],
    queryFn: ({ signal }) => easel.backend.route(ask, { signal }),
    ...LIVE,
  });
