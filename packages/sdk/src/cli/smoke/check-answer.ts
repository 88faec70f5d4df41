import { isDeepStrictEqual } from 'node:util';
import { contract } from '@easel/contracts';
import type { ReceivedAnswer } from '../../http/easel-options.js';

interface Schema {
  safeParse(value: unknown): {
    success: boolean;
    data?: unknown;
    error?: { issues: { path: PropertyKey[]; message: string }[] };
  };
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && 'safeParse' in value;

/** Fields of an answer that the contract does not declare. */
function undeclared(received: unknown, declared: unknown, path = ''): string[] {
  if (typeof received !== 'object' || received === null || isDeepStrictEqual(received, declared)) return [];
  const known = declared as Record<string, unknown>;
  return Object.entries(received).flatMap(([key, value]) =>
    key in known ? undeclared(value, known[key], `${path}${key}.`) : [`${path}${key}`],
  );
}

/** Holds an answer against the contract: every declared field there and right, none undeclared. */
export function checkAnswer({ room, route, status, headers, body }: ReceivedAnswer): void {
  for (const name of ['x-request-id', 'x-easel-contract', 'server-timing']) {
    // A deletion that was repeated has no answer of its own.
    if (!headers.has(name) && [...headers].length > 0) throw new Error(`${room}.${route}: the answer has no ${name}`);
  }
  const routes: Record<string, Record<string, { responses: Record<number, unknown> }>> = contract;
  const schema = routes[room]?.[route]?.responses[status];
  if (!isSchema(schema)) return;
  const parsed = schema.safeParse(body);
  const issue = parsed.error?.issues[0];
  if (issue) throw new Error(`${room}.${route}: ${issue.path.map(String).join('.')} ${issue.message}`);
  const [extra] = undeclared(body, parsed.data);
  if (extra !== undefined) throw new Error(`${room}.${route}: ${extra} is not in the contract`);
}
