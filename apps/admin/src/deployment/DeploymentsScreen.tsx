import type { Deployment } from '@easel/contracts';
import { Button, buttonClass, EmptyState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CloudUpload, Layers } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { Chip } from '../app/Chip.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { DeploymentCards } from './DeploymentCards.js';
import { DeploymentTable } from './DeploymentTable.js';
import { deploymentsQuery } from './deployment.queries.js';
import { isAmiss, matrixOf } from './deployment-matrix.js';

interface Props {
  /** Show only what is not as the settings say. */
  amiss: boolean;
  onAmiss: (amiss: boolean) => void;
}

export function DeploymentsScreen({ amiss, onAmiss }: Props) {
  useTitle('Deployments');
  const query = useQuery(deploymentsQuery());
  return (
    <div className="flex flex-col gap-3 p-4 pb-10">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div>
          <h1 className="text-base font-semibold">Deployments</h1>
          <p className="text-[13px] text-text-2">
            What runs in each workspace, held against <code className="font-mono text-xs">inference_settings.json</code>
            . What is worst comes first.
          </p>
        </div>
        {query.data === undefined || query.data.length === 0 ? null : (
          <Chip on={amiss} onPress={() => onAmiss(!amiss)}>
            Not as the settings say ({query.data.filter(isAmiss).length})
          </Chip>
        )}
      </div>
      {query.isPending ? <Loading /> : null}
      {query.isError && query.data === undefined ? (
        <CallError
          title="The deployments could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : <Matrix deployments={query.data} amiss={amiss} onAmiss={onAmiss} />}
    </div>
  );
}

function Matrix({ deployments, amiss, onAmiss }: Props & { deployments: readonly Deployment[] }) {
  const wide = useMedia('(min-width: 768px)');
  const matrix = matrixOf(deployments, amiss);
  if (deployments.length === 0) {
    return (
      <EmptyState
        icon={<Layers aria-hidden className="size-8" />}
        title="No workspace to deploy to"
        action={
          <Link to="/backends" search={{}} className={buttonClass('primary')}>
            Connect a workspace
          </Link>
        }
      >
        Models of rented GPUs are deployed into a workspace on Modal. This machine's own models need no deployment.
      </EmptyState>
    );
  }
  if (matrix.rows.length === 0) {
    return (
      <EmptyState
        icon={<CloudUpload aria-hidden className="size-8" />}
        title="All is as the settings say"
        action={<Button onClick={() => onAmiss(false)}>Show all deployments</Button>}
      />
    );
  }
  return wide ? <DeploymentTable matrix={matrix} /> : <DeploymentCards matrix={matrix} />;
}

const Loading = () => (
  <div role="status">
    <span className="mb-2 block text-[13px] text-text-2">Loading deployments …</span>
    <Skeleton className="h-72" />
  </div>
);
