import type { TaskFilter } from './task-filter.js';

let kept: TaskFilter = {};

/** Remembers the filter of the list, so that the way back from a task leads to the same list. */
export const keepFilter = (filter: TaskFilter): void => {
  kept = filter;
};

export const keptFilter = (): TaskFilter => kept;
