import type { SeriesMetric } from '@easel/contracts';
import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/easel.js';

/** How far back the overview looks. */
export const WINDOWS = [
  { key: '1h', label: '1 h', long: 'the last hour', window_s: 3600 },
  { key: '24h', label: '24 h', long: 'the last 24 hours', window_s: 86_400 },
  { key: '7d', label: '7 d', long: 'the last 7 days', window_s: 604_800 },
  { key: '30d', label: '30 d', long: 'the last 30 days', window_s: 2_592_000 },
] as const;

export type Window = (typeof WINDOWS)[number];
export type WindowKey = Window['key'];
export const DAY_WINDOW: Window = WINDOWS[1];

export const windowOf = (key: unknown): Window => WINDOWS.find((window) => window.key === key) ?? DAY_WINDOW;

const EVERY_MS = 4000;
const SERIES_EVERY_MS = 30_000;

export const overviewQuery = (window: Window = DAY_WINDOW) =>
  queryOptions({
    queryKey: ['overview', 'now', window.key],
    queryFn: ({ signal }) => easel.overview.get({ window_s: window.window_s }, { signal }),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
    staleTime: 1000,
  });

export const seriesQuery = (metric: SeriesMetric, window: Window) =>
  queryOptions({
    queryKey: ['overview', 'series', metric, window.key],
    queryFn: ({ signal }) => {
      const now = Date.now();
      const from = new Date(now - window.window_s * 1000).toISOString();
      return easel.overview.series({ metric, from, to: new Date(now).toISOString() }, { signal });
    },
    refetchInterval: SERIES_EVERY_MS,
    refetchOnWindowFocus: true,
  });
