import type { AdminModel } from '@easel/contracts';
import { Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { formatCost, formatMs, formatPercent } from '../app/format.js';
import { ModelBadges } from './ModelBadges.js';
import { ModelPlaces } from './ModelPlaces.js';
import { ModelSwitch } from './ModelSwitch.js';

const LINK = 'text-accent underline-offset-2 hover:underline';
const RIGHT = 'text-right whitespace-nowrap';
const count = new Intl.NumberFormat('en');

/** Failed among what ended; nothing when nothing ended. */
export const failedShare = ({ ended_24h, failed_24h }: AdminModel): string =>
  ended_24h === 0 ? '–' : formatPercent(failed_24h / ended_24h);

export function ModelTable({ models }: { models: readonly AdminModel[] }) {
  return (
    <Table label="Models" className="bg-surface-2">
      <TableHead>
        <HeadCell>Model</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>Takes tasks</HeadCell>
        <HeadCell>Deployed · warm containers</HeadCell>
        <HeadCell className="text-right">Waiting</HeadCell>
        <HeadCell className="text-right">Ended, 24 h</HeadCell>
        <HeadCell className="text-right">Failed</HeadCell>
        <HeadCell className="text-right">Run p50</HeadCell>
        <HeadCell className="text-right">Run p95</HeadCell>
        <HeadCell className="text-right">Cost, 24 h</HeadCell>
      </TableHead>
      <tbody>
        {models.map((model) => (
          <Row key={model.id} data-model={model.id}>
            <Cell className="whitespace-nowrap">
              <Link to="/models/$modelId" params={{ modelId: model.id }} className={`${LINK} font-medium`}>
                {model.name}
              </Link>{' '}
              <code className="font-mono text-xs text-text-3">{model.id}</code>
            </Cell>
            <Cell>
              <ModelBadges model={model} />
            </Cell>
            <Cell>
              <ModelSwitch model={model} />
            </Cell>
            <Cell className="py-1.5">
              <ModelPlaces model={model} />
            </Cell>
            <Cell className={RIGHT}>
              <Link to="/tasks" search={{ status: 'pending', model: model.id }} className={LINK}>
                {count.format(model.pending)}
              </Link>
            </Cell>
            <Cell className={RIGHT}>
              <Link to="/tasks" search={{ model: model.id, within: '24h' }} className={LINK}>
                {count.format(model.ended_24h)}
              </Link>
            </Cell>
            <Cell className={RIGHT}>
              <Link to="/tasks" search={{ status: 'failed', model: model.id, within: '24h' }} className={LINK}>
                {failedShare(model)}
              </Link>
            </Cell>
            <Cell className={RIGHT}>{formatMs(model.measured.run_ms_p50)}</Cell>
            <Cell className={RIGHT}>{formatMs(model.measured.run_ms_p95)}</Cell>
            <Cell className={RIGHT}>{formatCost(model.cost_24h_microusd)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
