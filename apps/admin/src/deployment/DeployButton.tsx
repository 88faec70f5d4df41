import { Button } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CloudUpload } from 'lucide-react';
import { backendsQuery } from '../backend/backend.queries.js';
import { useBackendActions } from '../backend/use-backend-actions.js';
import type { MatrixColumn } from './deployment-matrix.js';

/** Deploys the models of the settings to one workspace, and goes to its log. */
export function DeployButton({ column }: { column: MatrixColumn }) {
  const { data } = useQuery(backendsQuery());
  const { deploy } = useBackendActions();
  const backend = data?.find((one) => one.id === column.backend_id);
  return (
    <Button
      size="sm"
      variant={column.amiss > 0 ? 'primary' : 'secondary'}
      disabled={backend === undefined || deploy.isPending}
      aria-label={`Deploy ${column.label}`}
      icon={<CloudUpload aria-hidden className="size-3.5" />}
      onClick={() => backend && deploy.mutate(backend)}
    >
      {deploy.isPending ? 'Starting …' : 'Deploy'}
    </Button>
  );
}
