import type { Deployment } from '@easel/contracts';
import { Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { DeployButton } from './DeployButton.js';
import { DeploymentBadge } from './DeploymentBadge.js';
import { DEPLOYMENT_LOOK, type Matrix, shortHash } from './deployment-matrix.js';

const LINK = 'font-medium text-accent underline-offset-2 hover:underline';
const STAYS = 'sticky left-0 z-10';

/** Models down, workspaces across. */
export function DeploymentTable({ matrix: { columns, rows } }: { matrix: Matrix }) {
  return (
    <Table label="Deployments" className="bg-surface-2">
      <TableHead>
        <HeadCell className={`${STAYS} bg-surface-3 align-bottom`}>Model</HeadCell>
        <HeadCell className="align-bottom">Settings ask for</HeadCell>
        {columns.map((column) => (
          <HeadCell key={column.backend_id} className="h-auto! py-2">
            <div className="flex items-center justify-between gap-2.5">
              <span className="flex min-w-0 flex-col">
                <Link
                  to="/backends/$backendId"
                  params={{ backendId: column.backend_id }}
                  search={{}}
                  title={column.label}
                  className={`${LINK} max-w-32 truncate`}
                >
                  {column.label}
                </Link>
                <span className="text-xs font-normal">
                  {column.amiss === 0 ? 'as it should be' : `${column.amiss} to deploy`}
                </span>
              </span>
              <DeployButton column={column} />
            </div>
          </HeadCell>
        ))}
      </TableHead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.model} className="group">
            <th
              scope="row"
              className={`${STAYS} h-12 bg-surface-2 px-3 text-left font-normal whitespace-nowrap group-hover:bg-surface-3`}
            >
              <Link to="/models/$modelId" params={{ modelId: row.model }} className={LINK}>
                {row.name}
              </Link>{' '}
              <code className="font-mono text-xs text-text-3">{row.model}</code>
            </th>
            <Cell>
              <code className="font-mono text-xs text-text-2" title={row.expected_hash}>
                {shortHash(row.expected_hash)}
              </code>
            </Cell>
            {row.cells.map((cell, index) => (
              <Cell key={columns[index]?.backend_id} className="whitespace-nowrap">
                <StateCell cell={cell} />
              </Cell>
            ))}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The state in a word with the hash that runs. */
export function StateCell({ cell }: { cell: Deployment | null }) {
  if (cell === null) return <span className="text-xs text-text-3">not allowed there</span>;
  return (
    <span className="inline-flex items-center gap-2" title={DEPLOYMENT_LOOK[cell.state].means}>
      <DeploymentBadge state={cell.state} />
      {cell.deploy_hash === null ? null : (
        <code className="font-mono text-xs text-text-2" title={cell.deploy_hash}>
          {shortHash(cell.deploy_hash)}
        </code>
      )}
    </span>
  );
}
