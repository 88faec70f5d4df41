import { Skeleton } from '@easel/ui';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { CallError } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { useTitle } from '../app/use-title.js';
import { RetentionEditor } from './RetentionEditor.js';

export const retentionQuery = () =>
  queryOptions({ queryKey: ['retention'], queryFn: ({ signal }) => easel.retention.get({ signal }), staleTime: 0 });

export function RetentionScreen() {
  useTitle('Retention');
  const retention = useQuery(retentionQuery());
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 pb-10">
      <div>
        <h1 className="text-base font-semibold">Retention</h1>
        <p className="max-w-prose text-[13px] text-text-2">
          What is removed by itself when it is old. Only what has ended is touched, and what was removed can be brought
          back for 24 hours. See before saving what would go.
        </p>
      </div>
      {retention.isPending ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading the rules …</span>
          <Skeleton className="h-40" />
        </div>
      ) : retention.data === undefined ? (
        <CallError
          title="The rules could not be loaded"
          error={retention.error}
          onRetry={() => void retention.refetch()}
        />
      ) : (
        <RetentionEditor key={retention.data.rules.map((rule) => rule.id).join()} retention={retention.data} />
      )}
    </div>
  );
}
