import type { Overview } from '@easel/contracts';
import { Segmented, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CallError } from '../app/CallError.js';
import { useTitle } from '../app/use-title.js';
import { LiveTasks } from './LiveTasks.js';
import { Needs } from './Needs.js';
import { OverviewPlots } from './OverviewPlots.js';
import { overviewQuery, WINDOWS, type Window, type WindowKey } from './overview.queries.js';
import { Spenders } from './Spenders.js';
import { TruthLine } from './TruthLine.js';

interface Props {
  window: Window;
  onWindow: (key: WindowKey) => void;
}

/** Is it healthy, and what needs me: before anything else. */
export function OverviewScreen({ window, onWindow }: Props) {
  useTitle('Overview');
  const overview = useQuery(overviewQuery(window));
  return (
    <div className="mx-auto flex max-w-[120rem] flex-col gap-4 p-4 pb-10">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-base font-semibold">Overview</h1>
        <Segmented
          label="Time"
          value={window.key}
          onChange={onWindow}
          options={WINDOWS.map(({ key, label, long }) => ({ value: key, label, name: long }))}
        />
      </div>
      {overview.data === undefined ? (
        overview.isError ? (
          <CallError
            title="The overview could not be loaded"
            error={overview.error}
            onRetry={() => void overview.refetch()}
          />
        ) : (
          <Loading />
        )
      ) : (
        <Report overview={overview.data} window={window} />
      )}
    </div>
  );
}

function Report({ overview, window }: { overview: Overview; window: Window }) {
  return (
    <>
      <TruthLine overview={overview} window={window} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Needs needs={overview.needs} />
        <Spenders spenders={overview.spenders} />
      </div>
      <OverviewPlots window={window} />
      <LiveTasks />
    </>
  );
}

const Loading = () => (
  <div role="status" className="flex flex-col gap-4">
    <span className="text-[13px] text-text-2">Looking at everything …</span>
    <Skeleton className="h-16" />
    <Skeleton className="h-40" />
    <Skeleton className="h-60" />
  </div>
);
