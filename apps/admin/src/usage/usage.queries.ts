import type { UsageGroup } from '@easel/contracts';
import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';
import type { UsageRange } from './usage-range.js';

/** Sums change as attempts end; nobody needs them by the second. */
const EVERY_MS = 30_000;

export const usageQuery = (group_by: UsageGroup, range: UsageRange) =>
  queryOptions({
    queryKey: ['usage', group_by, range],
    queryFn: ({ signal }) => easel.usage.get({ group_by, ...range }, { signal }),
    refetchInterval: EVERY_MS,
    // Another range is drawn over the old one instead of over nothing.
    placeholderData: (before) => before,
  });
