import { Link } from '@tanstack/react-router';
import { DeployButton } from './DeployButton.js';
import { StateCell } from './DeploymentTable.js';
import type { Matrix } from './deployment-matrix.js';

/** The matrix on a phone: one card for each workspace. */
export function DeploymentCards({ matrix: { columns, rows } }: { matrix: Matrix }) {
  return (
    <ul aria-label="Workspaces" className="flex flex-col gap-3">
      {columns.map((column, index) => (
        <li key={column.backend_id} className="rounded-md border border-line bg-surface-2 p-4">
          <div className="mb-2 flex items-center justify-between gap-3">
            <div>
              <h2 className="text-[15px] font-semibold">
                <Link
                  to="/backends/$backendId"
                  params={{ backendId: column.backend_id }}
                  search={{}}
                  className="underline-offset-2 hover:underline"
                >
                  {column.label}
                </Link>
              </h2>
              <p className="text-xs text-text-2">
                {column.amiss === 0 ? 'as the settings say' : `${column.amiss} to deploy`}
              </p>
            </div>
            <DeployButton column={column} />
          </div>
          <ul className="flex flex-col divide-y divide-line">
            {rows.map((row) => (
              <li key={row.model} className="flex min-h-11 items-center justify-between gap-3 text-[13px]">
                <Link
                  to="/models/$modelId"
                  params={{ modelId: row.model }}
                  className="min-w-0 truncate py-2.5 text-accent"
                >
                  {row.name}
                </Link>
                <StateCell cell={row.cells[index] ?? null} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
