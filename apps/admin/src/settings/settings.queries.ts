import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

/** What this process was started with: it stays as long as the process. */
export const settingsQuery = () =>
  queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => easel.installation.settings({ signal }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });
