import type { AdminModel } from '@easel/contracts';
import { EmptyState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { adminModelsQuery } from './admin-model.queries.js';
import { ModelCards } from './ModelCards.js';
import { ModelTable } from './ModelTable.js';

export function ModelsScreen() {
  useTitle('Models');
  const models = useQuery(adminModelsQuery());
  const stale = models.data?.filter(({ deployment }) => deployment === 'stale' || deployment === 'failed').length ?? 0;
  return (
    <div className="flex flex-col gap-3 p-4">
      <div>
        <h1 className="text-base font-semibold">Models</h1>
        <p className="text-[13px] text-text-2">
          As declared in <code className="font-mono text-xs">inference_settings.json</code>, with where they are
          deployed and how they fare.{' '}
          {stale === 0 ? null : (
            <strong className="font-semibold text-warn">
              {stale} {stale === 1 ? 'is' : 'are'} not deployed as declared, and {stale === 1 ? 'stands' : 'stand'}{' '}
              first.
            </strong>
          )}
        </p>
      </div>
      <Catalogue models={models.data} error={models.error} onRetry={() => void models.refetch()} />
    </div>
  );
}

interface Props {
  models: AdminModel[] | undefined;
  error: unknown;
  onRetry: () => void;
}

function Catalogue({ models, error, onRetry }: Props) {
  const wide = useMedia('(min-width: 1024px)');
  if (models === undefined) {
    return error === null ? (
      <div role="status">
        <span className="mb-2 block text-[13px] text-text-2">Loading models …</span>
        <Skeleton className="h-32" />
      </div>
    ) : (
      <CallError title="The models could not be loaded" error={error} onRetry={onRetry} />
    );
  }
  if (models.length === 0) {
    return (
      <EmptyState icon={<Boxes aria-hidden className="size-8" />} title="No models">
        Declare one in <code className="font-mono text-[13px]">inference_settings.json</code> and start Easel again.
      </EmptyState>
    );
  }
  return wide ? <ModelTable models={models} /> : <ModelCards models={models} />;
}
