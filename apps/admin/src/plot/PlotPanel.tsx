import { Button, Skeleton } from '@easel/ui';
import { Table2 } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { Panel } from '../app/Panel.js';
import { part } from '../app/part.js';
import type { PlotProps } from './Plot.js';
import { PlotTable } from './PlotTable.js';
import { isEmpty, type PlotData, type PlotSeries } from './plot-series.js';

// The library of plots is as large as the rest of the console: fetched when one is shown.
const Plot = part(async () => ({ default: (await import('./Plot.js')).Plot }));

interface Props extends Omit<PlotProps, 'data' | 'colours'> {
  data: PlotData | undefined;
  /** Why there is none. */
  problem: string | null;
  colourOf: (series: PlotSeries, index: number) => string;
  /** The figure beside a series' name, and the list behind it. */
  figure: (series: PlotSeries) => ReactNode;
  /** What an empty plot says. */
  nothing: string;
}

/** A plot with its series named beside their colours, and the same as a table. */
export function PlotPanel({ title, data, problem, colourOf, figure, nothing, ...plot }: Props) {
  const [table, setTable] = useState(false);
  const empty = data !== undefined && isEmpty(data.series);
  return (
    <Panel
      title={title}
      className="min-w-0"
      aside={
        data === undefined || empty ? null : (
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={table}
            aria-label={`${title} as a table`}
            title="As a table"
            onClick={() => setTable(!table)}
          >
            <Table2 aria-hidden className="size-3.5" />
          </Button>
        )
      }
    >
      {data === undefined ? (
        problem === null ? (
          <Skeleton className="h-48" />
        ) : (
          <p role="alert" className="text-[13px] text-bad">
            {problem}
          </p>
        )
      ) : empty ? (
        <p className="grid h-48 place-items-center text-center text-[13px] text-text-3">{nothing}</p>
      ) : (
        <div className="flex flex-col gap-2">
          <ul className="flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs">
            {data.series.map((series, index) => (
              <li key={series.key} className="flex items-center gap-1.5">
                <span aria-hidden className="size-2.5 rounded-full" style={{ background: colourOf(series, index) }} />
                <span className="max-w-36 truncate text-text-2">{series.label}</span>
                <span className="font-medium">{figure(series)}</span>
              </li>
            ))}
          </ul>
          {table ? (
            <PlotTable title={title} data={data} format={plot.format} />
          ) : (
            <Suspense fallback={<Skeleton className="h-42" />}>
              <Plot title={title} data={data} colours={data.series.map(colourOf)} {...plot} />
            </Suspense>
          )}
        </div>
      )}
    </Panel>
  );
}
