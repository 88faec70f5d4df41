import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './error-codes.js';

const c = initContract();
const CODES = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** RFC 9457 problem details, as sent with `application/problem+json` for every 4xx and 5xx. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'URN that names this kind of problem' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened and what to do next' }),
    code: z.enum(CODES),
    retryable: z.boolean(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

const PROBLEM_RESPONSE = c.otherResponse({ contentType: 'application/problem+json', body: Problem });

/** Declares the given statuses as problem responses of a route. */
export function problems<const S extends number>(...statuses: S[]): Record<S, typeof PROBLEM_RESPONSE> {
  const entries = statuses.map((status) => [status, PROBLEM_RESPONSE] as const);
  // Object.fromEntries forgets the literal keys that the parameter list fixes.
  return Object.fromEntries(entries) as Record<S, typeof PROBLEM_RESPONSE>;
}

/** Problems that any route can answer with: bad query, refused host or origin, too many requests, our own failure, full disk. */
export const COMMON_PROBLEMS = problems(400, 401, 403, 429, 500, 503);
