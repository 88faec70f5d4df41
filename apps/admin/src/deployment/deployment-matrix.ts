import type { Deployment, DeploymentState } from '@easel/contracts';
import type { Tone } from '@easel/ui';

/** How each state is named and coloured, worst first. */
export const DEPLOYMENT_LOOK = {
  failed: { label: 'Failed', tone: 'bad', means: 'It was deployed and does not answer as it should.' },
  stale: { label: 'Stale', tone: 'warn', means: 'It runs an older deployment than the settings ask for.' },
  missing: { label: 'Missing', tone: 'neutral', means: 'It is not there.' },
  unknown: { label: 'Unknown', tone: 'neutral', means: 'It was not checked yet.' },
  deployed: { label: 'Deployed', tone: 'ok', means: 'It runs what the settings ask for.' },
} as const satisfies Record<DeploymentState, { label: string; tone: Tone; means: string }>;

// Object.keys forgets the literal keys that the table fixes.
const WORST_FIRST = Object.keys(DEPLOYMENT_LOOK) as DeploymentState[];

export interface MatrixColumn {
  backend_id: string;
  label: string;
  /** Cells that are not as the settings say. */
  amiss: number;
}

export interface MatrixRow {
  model: string;
  name: string;
  expected_hash: string;
  /** One for each column; null where the model may not run. */
  cells: (Deployment | null)[];
}

export interface Matrix {
  columns: MatrixColumn[];
  rows: MatrixRow[];
}

const rank = (cells: readonly (Deployment | null)[]): string =>
  cells
    .map((cell) => (cell === null ? WORST_FIRST.length : WORST_FIRST.indexOf(cell.state)))
    .sort((a, b) => a - b)
    .join('');

const byRankThenName = (a: readonly (Deployment | null)[], b: typeof a, names: [string, string]): number =>
  rank(a).localeCompare(rank(b)) || names[0].localeCompare(names[1]);

/** Models by backends, what is worst first in both directions. */
export function matrixOf(deployments: readonly Deployment[], only_amiss = false): Matrix {
  const backends = [...new Map(deployments.map((cell) => [cell.backend_id, cell.backend_label]))];
  const models = [...new Map(deployments.map((cell) => [cell.model, cell]))];
  const at = new Map(deployments.map((cell) => [`${cell.backend_id} ${cell.model}`, cell]));
  const cell = (backend: string, model: string) => at.get(`${backend} ${model}`) ?? null;
  const columns = backends
    .map(([backend_id, label]) => ({ backend_id, label, cells: models.map(([model]) => cell(backend_id, model)) }))
    .sort((a, b) => byRankThenName(a.cells, b.cells, [a.label, b.label]));
  const rows = models
    .map(([model, { model_name: name, expected_hash }]) => ({
      model,
      name,
      expected_hash,
      cells: columns.map(({ backend_id }) => cell(backend_id, model)),
    }))
    .sort((a, b) => byRankThenName(a.cells, b.cells, [a.name, b.name]));
  return {
    columns: columns.map(({ backend_id, label, cells }) => ({
      backend_id,
      label,
      amiss: cells.filter(isAmiss).length,
    })),
    rows: only_amiss ? rows.filter((row) => row.cells.some(isAmiss)) : rows,
  };
}

/** Whether a cell is not as the settings say. */
export const isAmiss = (cell: Deployment | null): boolean => cell !== null && cell.state !== 'deployed';

/** The beginning of a hash: enough to tell two apart. */
export const shortHash = (hash: string | null): string => hash?.slice(0, 7) ?? '–';
