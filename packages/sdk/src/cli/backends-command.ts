import { parseArgs } from 'node:util';
import type { Backend, Deployment } from '@easel/contracts';
import { COMMON_OPTIONS, connect } from './connection.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

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
  const backends: Backend[] = [];
  for await (const backend of easel.backend.all()) backends.push(backend);
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
    String(backend.in_flight),
    String(backend.unknown),
  ]);
  for (const line of table([['ID', 'LABEL', 'STATE', 'MODELS', 'IN FLIGHT', 'UNKNOWN'], ...rows])) terminal.out(line);
  return 0;
}
