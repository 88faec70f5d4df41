import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { type PlotData, rowsOf } from './plot-series.js';
import { axisTime, stepName } from './plot-time.js';

export type PlotShape = 'bars' | 'lines' | 'area';

export interface PlotProps {
  title: string;
  data: PlotData;
  shape: PlotShape;
  /** One colour a series, as custom properties of the page. */
  colours: readonly string[];
  /** A value in full, for the tooltip. */
  format: (value: number) => string;
  /** A value in as few characters as the axis needs. */
  tick: (value: number) => string;
}

const HEIGHT = 168;
const TEXT = { fontSize: 11, fill: 'var(--text-3)' };

/** Values over time: thin axes, no frame, exact values where the pointer or the arrow keys are. */
export function Plot({ title, data, shape, colours, format, tick }: PlotProps) {
  const rows = rowsOf(data);
  const span_ms = (rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0);
  const shared = { data: rows, title, accessibilityLayer: true, margin: { top: 8, right: 4, bottom: 0, left: 0 } };
  const axes = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="at"
        tickFormatter={(at: number) => axisTime(at, span_ms)}
        tick={TEXT}
        tickLine={false}
        axisLine={{ stroke: 'var(--line-strong)' }}
        minTickGap={40}
      />
      <YAxis
        tickFormatter={tick}
        tick={TEXT}
        tickLine={false}
        axisLine={false}
        width={44}
        tickCount={4}
        domain={[0, 'auto']}
        allowDecimals={false}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={shape === 'bars' ? { fill: 'var(--surface-4)', opacity: 0.5 } : { stroke: 'var(--line-strong)' }}
        content={(tip) => <Tip tip={tip} step_s={data.step_s} format={format} />}
      />
    </>
  );
  const part = (index: number) => ({
    key: data.series[index]?.key ?? index,
    dataKey: `s${index}`,
    name: data.series[index]?.label ?? '',
    isAnimationActive: false,
  });
  const indexes = data.series.map((_, index) => index);
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      {shape === 'bars' ? (
        <BarChart {...shared} barCategoryGap="18%">
          {axes}
          {indexes.map((index) => {
            const { key, ...rest } = part(index);
            return <Bar key={key} {...rest} stackId="all" fill={colours[index] ?? ''} maxBarSize={28} />;
          })}
        </BarChart>
      ) : shape === 'area' ? (
        <AreaChart {...shared}>
          {axes}
          {indexes.map((index) => {
            const { key, ...rest } = part(index);
            const colour = colours[index] ?? '';
            return <Area key={key} {...rest} type="linear" stroke={colour} fill={colour} fillOpacity={0.18} />;
          })}
        </AreaChart>
      ) : (
        <LineChart {...shared}>
          {axes}
          {indexes.map((index) => {
            const { key, ...rest } = part(index);
            return (
              <Line
                key={key}
                {...rest}
                type="linear"
                stroke={colours[index] ?? ''}
                strokeWidth={index === 0 ? 2 : 1.75}
                // Told apart without colour, too.
                {...(index > 0 && { strokeDasharray: '5 3' })}
                dot={data.at.length < 3 ? { r: 2.5, strokeWidth: 0, fill: colours[index] ?? '' } : false}
                connectNulls
              />
            );
          })}
        </LineChart>
      )}
    </ResponsiveContainer>
  );
}

interface TipProps {
  tip: TooltipContentProps;
  step_s: number;
  format: (value: number) => string;
}

function Tip({ tip, step_s, format }: TipProps) {
  if (!tip.active || tip.payload.length === 0) return null;
  return (
    <div className="rounded-md border border-line-strong bg-surface-3 px-3 py-2 text-xs shadow-pop">
      <p className="mb-1 font-medium">{stepName(Number(tip.label), step_s)}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {tip.payload.map((entry) => (
          <div key={String(entry.dataKey)} className="contents">
            <dt className="flex items-center gap-1.5 text-text-2">
              <span aria-hidden className="size-2 rounded-full" style={{ background: String(entry.color) }} />
              {String(entry.name)}
            </dt>
            <dd className="text-right">{typeof entry.value === 'number' ? format(entry.value) : '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
