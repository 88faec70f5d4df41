import type { Model } from '@easel/sdk';
import { Cell, EmptyState, HeadCell, Row, Skeleton, Table, TableHead } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Boxes } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { formatCost, formatMs } from '../app/format.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { ModelBadges } from './ModelBadges.js';
import { modelsQuery } from './model.queries.js';
import { modesOf } from './model-look.js';

const LINK = 'font-medium text-accent underline-offset-2 hover:underline';

export function ModelsScreen() {
  useTitle('Models');
  const models = useQuery(modelsQuery());
  return (
    <div className="flex flex-col gap-3 p-4">
      <div>
        <h1 className="text-base font-semibold">Models</h1>
        <p className="text-[13px] text-text-2">
          As declared in <code className="font-mono text-xs">inference_settings.json</code>, with what their tasks
          really took.
        </p>
      </div>
      <Catalogue models={models} />
    </div>
  );
}

function Catalogue({ models }: { models: ReturnType<typeof useQuery<Model[]>> }) {
  const wide = useMedia('(min-width: 768px)');
  if (models.isPending) {
    return (
      <div role="status">
        <span className="mb-2 block text-[13px] text-text-2">Loading models …</span>
        <Skeleton className="h-32" />
      </div>
    );
  }
  if (models.data === undefined) {
    return (
      <CallError title="The models could not be loaded" error={models.error} onRetry={() => void models.refetch()} />
    );
  }
  if (models.data.length === 0) {
    return (
      <EmptyState icon={<Boxes aria-hidden className="size-8" />} title="No models">
        Declare one in <code className="font-mono text-[13px]">inference_settings.json</code> and start Easel again.
      </EmptyState>
    );
  }
  return wide ? <ModelTable models={models.data} /> : <ModelCards models={models.data} />;
}

const RIGHT = 'text-right whitespace-nowrap';

function ModelTable({ models }: { models: readonly Model[] }) {
  return (
    <Table label="Models" className="bg-surface-2">
      <TableHead>
        <HeadCell>Model</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>Modes</HeadCell>
        <HeadCell>Runs on</HeadCell>
        <HeadCell className="text-right">Concurrency</HeadCell>
        <HeadCell className="text-right">Time limit</HeadCell>
        <HeadCell className="text-right">Memory</HeadCell>
        <HeadCell className="text-right">Samples</HeadCell>
        <HeadCell className="text-right">Run p50</HeadCell>
        <HeadCell className="text-right">Run p95</HeadCell>
        <HeadCell className="text-right">Start p50</HeadCell>
        <HeadCell className="text-right">Cost p50</HeadCell>
      </TableHead>
      <tbody>
        {models.map((model) => (
          <Row key={model.id}>
            <Cell className="whitespace-nowrap">
              <Link to="/models/$modelId" params={{ modelId: model.id }} className={LINK}>
                {model.name}
              </Link>{' '}
              <code className="font-mono text-xs text-text-3">{model.id}</code>
            </Cell>
            <Cell>
              <ModelBadges model={model} />
            </Cell>
            <Cell>
              {modesOf(model)
                .map((mode) => mode.label)
                .join(', ')}
            </Cell>
            <Cell>{model.limits.runtimes.join(', ')}</Cell>
            <Cell className={RIGHT}>{model.limits.concurrency}</Cell>
            <Cell className={RIGHT}>{formatMs(model.limits.timeout_s * 1000)}</Cell>
            <Cell className={RIGHT}>{formatMemory(model)}</Cell>
            <Cell className={RIGHT}>{model.measured.samples}</Cell>
            <Cell className={RIGHT}>{formatMs(model.measured.run_ms_p50)}</Cell>
            <Cell className={RIGHT}>{formatMs(model.measured.run_ms_p95)}</Cell>
            <Cell className={RIGHT}>{formatMs(model.measured.start_ms_p50)}</Cell>
            <Cell className={RIGHT}>{formatCost(model.measured.cost_microusd_p50)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

const formatMemory = (model: Model) => (model.limits.memory_mib === null ? '–' : `${model.limits.memory_mib} MiB`);

function ModelCards({ models }: { models: readonly Model[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {models.map((model) => (
        <li key={model.id} className="flex flex-col gap-2 rounded-md border border-line bg-surface-2 p-4">
          <div className="flex items-start justify-between gap-2">
            <Link to="/models/$modelId" params={{ modelId: model.id }} className={`${LINK} py-1`}>
              {model.name}
            </Link>
            <ModelBadges model={model} />
          </div>
          <p className="text-[13px] text-text-2">
            {modesOf(model)
              .map((mode) => mode.label)
              .join(', ')}{' '}
            · {model.limits.runtimes.join(', ')}
          </p>
          <p className="text-[13px] text-text-2">
            {model.measured.samples === 0
              ? 'Nothing measured yet.'
              : `Run ${formatMs(model.measured.run_ms_p50)} (p95 ${formatMs(model.measured.run_ms_p95)}) over ${model.measured.samples} tasks, ${formatCost(model.measured.cost_microusd_p50)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
