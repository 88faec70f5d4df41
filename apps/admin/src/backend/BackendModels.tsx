import type { Backend, Deployment, ModelLoad } from '@easel/contracts';
import { Button, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { CallError } from '../app/CallError.js';
import { DeploymentBadge } from '../deployment/DeploymentBadge.js';
import { deploymentsQuery } from '../deployment/deployment.queries.js';
import { matrixOf, shortHash } from '../deployment/deployment-matrix.js';
import { AutoscalerForm } from './AutoscalerForm.js';
import { loadQuery } from './backend.queries.js';

/** Every model of a workspace: is it as the settings say, and what is it doing. */
export function BackendModels({ backend }: { backend: Backend }) {
  const deployments = useQuery(deploymentsQuery());
  const load = useQuery(loadQuery(backend.id));
  if (deployments.isPending) return <Skeleton className="h-40" />;
  if (deployments.data === undefined) {
    return (
      <CallError
        title="The models could not be loaded"
        error={deployments.error}
        onRetry={() => void deployments.refetch()}
      />
    );
  }
  const { rows } = matrixOf(deployments.data.filter((cell) => cell.backend_id === backend.id));
  const cells = rows.flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  if (cells.length === 0) {
    return <p className="text-[13px] text-text-2">The settings name no model that may run here.</p>;
  }
  return (
    <ul aria-label="Models" className="flex flex-col divide-y divide-line">
      {cells.map((cell) => (
        <ModelLine
          key={cell.model}
          backend={backend}
          cell={cell}
          load={load.data?.find((one) => one.model === cell.model)}
        />
      ))}
    </ul>
  );
}

function ModelLine({ backend, cell, load }: { backend: Backend; cell: Deployment; load: ModelLoad | undefined }) {
  const [scaling, setScaling] = useState(false);
  return (
    <li className="flex flex-col gap-2.5 py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-[13px]">
            <DeploymentBadge state={cell.state} />
            <Link
              to="/models/$modelId"
              params={{ modelId: cell.model }}
              className="font-medium underline-offset-2 hover:underline pointer-coarse:py-2.5"
            >
              {cell.model_name}
            </Link>
          </p>
          <Hashes cell={cell} />
        </div>
        <Load load={load} />
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={scaling}
          aria-label={`Scale ${cell.model_name}`}
          disabled={cell.state === 'missing'}
          icon={<SlidersHorizontal aria-hidden className="size-3.5" />}
          onClick={() => setScaling(!scaling)}
        >
          Scale
        </Button>
      </div>
      {load?.problem && cell.state !== 'missing' ? (
        <p className="text-xs break-words text-warn">{load.problem}</p>
      ) : null}
      {scaling ? <AutoscalerForm backend={backend} cell={cell} onClose={() => setScaling(false)} /> : null}
    </li>
  );
}

function Hashes({ cell }: { cell: Deployment }) {
  const code = (hash: string | null) => (
    <code className="font-mono" title={hash ?? ''}>
      {shortHash(hash)}
    </code>
  );
  return (
    <p className="mt-1 text-xs text-text-3">
      {cell.deploy_hash === null ? (
        <>the settings ask for {code(cell.expected_hash)}</>
      ) : (
        <>
          runs {code(cell.deploy_hash)}
          {cell.deploy_hash === cell.expected_hash ? '' : <>, the settings ask for {code(cell.expected_hash)}</>}
        </>
      )}
      {cell.revision === null ? '' : <> · weights {code(cell.revision)}</>}
    </p>
  );
}

function Load({ load }: { load: ModelLoad | undefined }) {
  const items: [string, number | null | undefined][] = [
    ['Containers', load?.containers],
    ['Waiting', load?.backlog],
    ['In flight', load?.in_flight],
  ];
  return (
    <dl className="flex gap-4 text-[13px]">
      {items.map(([name, value]) => (
        <div key={name} className="flex min-w-14 flex-col">
          <dt className="text-xs text-text-3">{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
