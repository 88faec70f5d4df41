import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

const EVERY_MS = 10_000;

/** Whether the process is alive, its version and contract; asked again every ten seconds. */
export const healthQuery = () =>
  queryOptions({
    queryKey: ['system', 'health'],
    queryFn: ({ signal }) => easel.system.health({ signal }),
    refetchInterval: EVERY_MS,
  });

/** Whether tasks can be taken and run, with reasons when not. */
export const readyQuery = () =>
  queryOptions({
    queryKey: ['system', 'ready'],
    queryFn: ({ signal }) => easel.system.ready({ signal }),
    refetchInterval: EVERY_MS,
  });

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['system', 'session'],
    queryFn: ({ signal }) => easel.system.session({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
