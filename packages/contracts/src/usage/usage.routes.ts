import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { access } from '../http/route-metadata.js';

const c = initContract();

/** By what usage can be summed. */
export const UsageGroup = z.enum(['day', 'model', 'backend', 'owner']);
export type UsageGroup = z.infer<typeof UsageGroup>;

/** One sum. `key` is a day (UTC), a model, a backend or an owner. Costs are estimates. */
export const UsageItem = z
  .object({
    key: z.string(),
    label: z.string(),
    tasks: z.int().min(0),
    attempts: z.int().min(0),
    failed_attempts: z.int().min(0),
    run_ms: z.number().min(0),
    cost_microusd: z.int().min(0),
  })
  .meta({ id: 'UsageItem' });
export type UsageItem = z.infer<typeof UsageItem>;

/** Sums of what was run and what it cost, with their total. */
export const Usage = z
  .object({
    group_by: UsageGroup,
    from: z.iso.date(),
    to: z.iso.date(),
    items: z.array(UsageItem),
    total: UsageItem,
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

/** What was run and what it cost. */
export const usageRoutes = c.router({
  get: {
    method: 'GET',
    path: '/v1/usage',
    summary: 'What was run and its estimated cost, by day, model, backend or owner',
    description: 'Days are UTC, both ends included; the last 30 days when none are given.',
    query: z.strictObject({
      group_by: UsageGroup.default('day'),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
    responses: { 200: Usage },
    metadata: access('admin', 'usage:read'),
  },
});
