import { parseArgs } from 'node:util';
import type { Backend, Deployment } from '@easel/contracts';
import type { Easel } from '../easel.js';
import type { AnyModels } from '../models.js';
import { COMMON_OPTIONS, connect } from './connection.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** Every backend of the server. */
export async function allBackends(easel: Easel<AnyModels>): Promise<Backend[]> {
  const backends: Backend[] = [];
  let cursor: string | undefined;
  do {
    const page = await easel.backend.list({ limit: 100, cursor });
    backends.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return backends;
}

const COUNTED = ['deployed', 'stale', 'missing', 'failed', 'unknown'] as const;

/** How many models are in which state, for example `5 deployed, 1 stale`. */
function modelsOn(backend: Backend, deployments: Deployment[]): string {
  if (backend.kind === 'embedded') return '-';
  const own = deployments.filter(({ backend_id }) => backend_id === backend.id);
  const counts = COUNTED.map((state) => [state, own.filter((one) => one.state === state).length] as const);
  return counts.flatMap(([state, count]) => (count === 0 ? [] : `${count} ${state}`)).join(', ') || 'none';
}

/** `easel backends`: where tasks run, and what is deployed there. */
export async function backendsCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: COMMON_OPTIONS });
  const easel = connect(values.url, terminal);
  const backends = await allBackends(easel);
  if (values.json) {
    terminal.out(JSON.stringify(backends, null, 2));
    return 0;
  }
  const { items } = await easel.backend.deployments();
  const rows = backends.map((backend) => [
    backend.id,
    backend.label,
    backend.state,
    modelsOn(backend, items),
    `${backend.in_flight}${backend.unknown > 0 ? ` (${backend.unknown} unknown)` : ''}`,
  ]);
  for (const line of table([['ID', 'LABEL', 'STATE', 'MODELS', 'IN FLIGHT'], ...rows])) terminal.out(line);
  return 0;
}
