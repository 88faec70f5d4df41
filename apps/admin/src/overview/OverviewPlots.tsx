import type { SeriesMetric } from '@easel/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { explain } from '../app/CallError.js';
import { formatCost, formatMs } from '../app/format.js';
import { PlotPanel } from '../plot/PlotPanel.js';
import { largestSeries, latestOf, OTHERS, type PlotSeries, totalOf } from '../plot/plot-series.js';
import { parseTaskFilter } from '../task/task-filter.js';
import { seriesQuery, type Window } from './overview.queries.js';

const count = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const LINK = 'underline-offset-2 hover:underline';

const ENDED: Record<string, string> = {
  done: 'var(--plot-1)',
  failed: 'var(--bad)',
  cancelled: 'var(--line-strong)',
};
const PLOT_COLOURS = ['var(--plot-1)', 'var(--plot-2)', 'var(--plot-3)', 'var(--plot-4)', 'var(--plot-5)'];
const numbered = ({ key }: PlotSeries, index: number) =>
  key === OTHERS ? 'var(--line-strong)' : (PLOT_COLOURS[index] ?? 'var(--line-strong)');
const dollars = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const tickCost = (microusd: number) => `$${dollars.format(microusd / 1e6)}`;
const tickMs = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${short.format(ms / 1000)} s`);

function usePlot(metric: SeriesMetric, window: Window) {
  const { data, error } = useQuery(seriesQuery(metric, window));
  return {
    data: data === undefined ? undefined : { ...data, series: largestSeries(data.series) },
    problem: error === null ? null : explain(error),
  };
}

/** Throughput, waiting, errors and cost over the window. */
export function OverviewPlots({ window }: { window: Window }) {
  const throughput = usePlot('throughput', window);
  const wait = usePlot('wait', window);
  const errors = usePlot('errors', window);
  const cost = usePlot('cost', window);
  const within = window.key;
  return (
    <div className="grid gap-4 lg:grid-cols-2 min-[110rem]:grid-cols-4">
      <PlotPanel
        title="Throughput"
        {...throughput}
        shape="bars"
        colourOf={(series) => ENDED[series.key] ?? 'var(--plot-2)'}
        format={(value) => count.format(value)}
        tick={(value) => short.format(value)}
        nothing="No task ended in this time."
        figure={(series) => (
          <Link to="/tasks" search={{ status: series.key, within }} className={LINK}>
            {count.format(totalOf(series))}
          </Link>
        )}
      />
      <PlotPanel
        title="Wait, p50 and p95"
        {...wait}
        shape="lines"
        colourOf={numbered}
        format={formatMs}
        tick={tickMs}
        nothing="No task began in this time."
        figure={(series) => <span title="the latest">{formatMs(latestOf(series))}</span>}
      />
      <PlotPanel
        title="Errors by code"
        {...errors}
        shape="bars"
        colourOf={numbered}
        format={(value) => count.format(value)}
        tick={(value) => short.format(value)}
        nothing="No task failed in this time."
        figure={(series) =>
          series.key === OTHERS ? (
            count.format(totalOf(series))
          ) : (
            <Link
              to="/tasks"
              search={parseTaskFilter({ status: 'failed', error: series.key, within })}
              className={LINK}
            >
              {count.format(totalOf(series))}
            </Link>
          )
        }
      />
      <PlotPanel
        title="Cost by model, estimate"
        {...cost}
        shape="bars"
        colourOf={numbered}
        format={formatCost}
        tick={tickCost}
        nothing="Nothing cost anything in this time."
        figure={(series) =>
          series.key === OTHERS ? (
            formatCost(totalOf(series))
          ) : (
            <Link to="/tasks" search={{ model: series.key, within }} className={LINK}>
              {formatCost(totalOf(series))}
            </Link>
          )
        }
      />
    </div>
  );
}
