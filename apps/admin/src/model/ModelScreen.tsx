import { EaselError, type Model } from '@easel/sdk';
import { buttonClass, Callout, EmptyState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ExternalLink, ListChecks, TriangleAlert } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { formatCost, formatMs } from '../app/format.js';
import { JsonView } from '../app/JsonView.js';
import { Facts, Panel } from '../app/Panel.js';
import { useHotkeys } from '../app/use-hotkeys.js';
import { useTitle } from '../app/use-title.js';
import { RouteExplained } from '../route/RouteExplained.js';
import { ModelBadges } from './ModelBadges.js';
import { ModelExamples } from './ModelExamples.js';
import { ModelParameters } from './ModelParameters.js';
import { ModelSizes } from './ModelSizes.js';
import { modelQuery } from './model.queries.js';
import { AVAILABILITY_LOOK, modesOf } from './model-look.js';

export function ModelScreen({ id }: { id: string }) {
  const query = useQuery(modelQuery(id));
  const navigate = useNavigate();
  useHotkeys({ backspace: () => void navigate({ to: '/models' }) });
  useTitle(query.data?.name ?? 'Model');
  if (query.data !== undefined) return <ModelPage model={query.data} />;
  return (
    <>
      <h1 className="sr-only">Model</h1>
      {query.isPending ? <Loading /> : <Unavailable id={id} error={query.error} onRetry={() => void query.refetch()} />}
    </>
  );
}

function Unavailable({ id, error, onRetry }: { id: string; error: unknown; onRetry: () => void }) {
  if (!(error instanceof EaselError && error.status === 404)) {
    return <CallError title="The model could not be loaded" error={error} onRetry={onRetry} />;
  }
  return (
    <EmptyState
      title={`The settings declare no model “${id}”`}
      action={
        <Link to="/models" className={buttonClass()}>
          All models
        </Link>
      }
    >
      It may have been renamed or taken out. Tasks that used it keep their history.
    </EmptyState>
  );
}

function ModelPage({ model }: { model: Model }) {
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 px-4 pt-3 pb-10">
      <ModelHeader model={model} />
      {model.enabled ? null : (
        <Callout tone="warn" icon={<TriangleAlert aria-hidden className="size-4" />} title="This model is disabled">
          New tasks for it are refused.
        </Callout>
      )}
      <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
        <Panel title="Measured" aside={<span className="text-xs text-text-3">{model.measured.samples} samples</span>}>
          <Measured model={model} />
        </Panel>
        <Panel title="Limits">
          <Facts
            items={[
              ['Time limit', formatMs(model.limits.timeout_s * 1000)],
              ['Concurrency', model.limits.concurrency],
              ['Memory', model.limits.memory_mib === null ? 'not stated' : `${model.limits.memory_mib} MiB`],
              ['Attempts', `up to ${model.limits.max_attempts}`],
              ['Runs on', model.limits.runtimes.join(', ')],
            ]}
          />
        </Panel>
        <Panel title="Licence" className="md:max-xl:col-span-2">
          <p className="text-[13px]">
            <a
              href={model.license_url}
              target="_blank"
              rel="noreferrer"
              className="text-accent underline underline-offset-2"
            >
              {model.license} <ExternalLink aria-hidden className="inline size-3.5" />
            </a>
          </p>
          <p className="mt-1.5 text-[13px] text-text-2">
            {model.commercial_use ? 'Commercial use is allowed.' : 'Commercial use is not allowed.'}
          </p>
        </Panel>
      </div>
      <Panel title="Where would a task go?">
        <RouteExplained ask={{ model: model.id }} />
      </Panel>
      <Panel title="Parameters">
        <ModelParameters model={model} />
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Sizes">
          <ModelSizes model={model} />
        </Panel>
        <Panel title="Examples">
          <ModelExamples model={model} />
        </Panel>
      </div>
      {modesOf(model).map((mode) => (
        <JsonView
          key={mode.name}
          title={`Input schema: ${mode.label} (${mode.name}, ${mode.output}, up to ${mode.max_count})`}
          value={mode.input_schema}
        />
      ))}
      <JsonView title="Model as JSON" value={model} />
    </div>
  );
}

function ModelHeader({ model }: { model: Model }) {
  return (
    <header className="flex flex-col gap-2">
      <Link
        to="/models"
        className="inline-flex min-h-6 items-center gap-1 self-start text-[13px] text-text-2 hover:text-text-1 pointer-coarse:min-h-11"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Models
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-lg font-semibold">{model.name}</h1>
          <code className="font-mono text-xs text-text-3">{model.id}</code>
          <ModelBadges model={model} />
          <span className="text-[13px] text-text-2">{AVAILABILITY_LOOK[model.availability].means}</span>
        </div>
        <Link to="/tasks" search={{ model: model.id }} className={buttonClass()}>
          <ListChecks aria-hidden className="size-4" />
          Tasks of this model
        </Link>
      </div>
      <p className="max-w-prose text-text-2">{model.description}</p>
      {model.tags.length === 0 ? null : <p className="text-xs text-text-3">{model.tags.join(' · ')}</p>}
    </header>
  );
}

function Measured({ model: { measured } }: { model: Model }) {
  if (measured.samples === 0)
    return <p className="text-[13px] text-text-2">Nothing yet: figures appear after the first task is done.</p>;
  return (
    <Facts
      items={[
        ['Run, median', formatMs(measured.run_ms_p50)],
        ['Run, p95', formatMs(measured.run_ms_p95)],
        ['Start, median', formatMs(measured.start_ms_p50)],
        ['Cost, median', formatCost(measured.cost_microusd_p50)],
      ]}
    />
  );
}

const Loading = () => (
  <div role="status" className="mx-auto flex h-full max-w-7xl flex-col gap-4 overflow-hidden p-4">
    <span className="text-[13px] text-text-2">Loading the model …</span>
    <Skeleton className="h-16 shrink-0" />
    <Skeleton className="h-40" />
    <Skeleton className="h-72" />
  </div>
);
