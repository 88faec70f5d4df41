import type { AttemptState } from '@easel/contracts';
import type { PageQuery } from '../http/call-options.js';

/** Filters of the list of calls. */
export interface CallQuery extends PageQuery {
  backend_id?: string | undefined;
  model?: string | undefined;
  task_id?: string | undefined;
  /** For example `['unknown']`: attempts whose fate is not known. */
  state?: readonly AttemptState[] | undefined;
}

/** What a route is explained for: a task, or any task of a model. */
export type RouteQuery = { task_id: string } | { model: string };
