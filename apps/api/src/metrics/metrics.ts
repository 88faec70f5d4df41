import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Context } from '../context.js';
import { registerGauges } from './gauges.js';
import { countTasks } from './task-metrics.js';

/** What Prometheus is told beside the requests: tasks as they end, and at each scrape the process and what is waiting. */
export function createMetrics(ctx: Context): { read(): Promise<{ type: string; text: string }> } {
  const registry = new Registry();
  countTasks(ctx, registry);
  registerGauges(ctx, registry);
  let watched = false;
  return {
    async read() {
      // Watching the event loop and the collector costs a little: it begins with the first scrape.
      if (!watched) collectDefaultMetrics({ register: registry });
      watched = true;
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
