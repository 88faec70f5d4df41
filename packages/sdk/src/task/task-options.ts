import type { MediaType, StreamEvent, TaskStatus } from '@easel/contracts';
import type { CreateOptions, PageQuery } from '../http/call-options.js';

/** Filters of the task list. */
export interface TaskQuery extends PageQuery {
  status?: readonly TaskStatus[] | undefined;
  model?: string | undefined;
  type?: MediaType | undefined;
}

/** Options of `task.run`. */
export interface RunOptions extends CreateOptions {
  /** Called with every event of the task: changes, progress, previews. */
  on_event?: ((event: StreamEvent) => void) | undefined;
}
