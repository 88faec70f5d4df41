import type { UsageItem } from '@easel/contracts';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatCost, formatMs } from '../app/format.js';
import { axisOf, labelled } from './chart-scale.js';

export interface UsageDay {
  day: string;
  item: UsageItem | null;
}

const HEIGHT = 220;
const LEFT = 52;
const BOTTOM = 24;
const TOP = 22;
/** A label of a day needs about so much. */
const LABEL_PX = 64;

const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const fullDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const nameOf = (day: string) => dayName.format(new Date(day));

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}

/** Cost day by day. The exact values of a day are shown where the pointer or the arrow keys are. */
export function UsageChart({ days }: { days: readonly UsageDay[] }) {
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const costs = days.map((day) => day.item?.cost_microusd ?? 0);
  const highest = Math.max(0, ...costs);
  const peak = costs.indexOf(highest);
  const axis = axisOf(highest);
  const inner = Math.max(0, width - LEFT);
  const step = inner / Math.max(1, days.length);
  const bar = Math.min(40, Math.max(1, step * 0.72));
  const y = (cost: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - cost / axis.end);
  const x = (index: number) => LEFT + step * (index + 0.5);
  const names = labelled(days.length, Math.floor(inner / LABEL_PX));
  const shown = at === null ? undefined : days[at];
  const move = (by: number) =>
    setAt((before) => Math.min(days.length - 1, Math.max(0, (before ?? (by > 0 ? -1 : days.length)) + by)));
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Cost by day; arrow keys go from day to day"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, days.length - 1)}
      aria-valuenow={at ?? Math.max(0, days.length - 1)}
      aria-valuetext={describe(days[at ?? days.length - 1])}
      className="relative rounded-sm"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') move(1);
        else if (event.key === 'ArrowLeft') move(-1);
        else if (event.key === 'Escape') setAt(null);
        else return;
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const index = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT) / step);
        setAt(index >= 0 && index < days.length ? index : null);
      }}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      <svg aria-hidden width="100%" height={HEIGHT} className="block text-[11px]">
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={LEFT}
              x2={width}
              y1={y(tick)}
              y2={y(tick)}
              className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
            />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className="fill-text-3">
              {tick === 0 ? '0' : shortCost(tick)}
            </text>
          </g>
        ))}
        {days.map(({ day }, index) => {
          const cost = costs[index] ?? 0;
          const height = cost > 0 ? Math.max(1.5, y(0) - y(cost)) : 0;
          return (
            <rect
              key={day}
              x={x(index) - bar / 2}
              y={y(0) - height}
              width={bar}
              height={height}
              rx={Math.min(2, bar / 2)}
              className={index === at ? 'fill-accent-hover' : 'fill-accent'}
            />
          );
        })}
        {highest > 0 ? (
          <text
            x={clamp(x(peak), LEFT + 24, width - 24)}
            y={y(highest) - 6}
            textAnchor="middle"
            className="fill-text-1 font-medium"
          >
            {shortCost(highest)}
          </text>
        ) : null}
        {days.map(({ day }, index) =>
          names.has(index) ? (
            <text
              key={day}
              x={clamp(x(index), LEFT, width - 20)}
              y={HEIGHT - 6}
              textAnchor="middle"
              className={index === at ? 'fill-text-1' : 'fill-text-3'}
            >
              {nameOf(day)}
            </text>
          ) : null,
        )}
      </svg>
      {shown === undefined || at === null ? null : (
        <Tip day={shown} left={clamp(x(at), 106, Math.max(106, width - 106))} />
      )}
    </div>
  );
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** Money on an axis: no more digits than it takes to tell the marks apart. */
function shortCost(microusd: number): string {
  const dollars = microusd / 1e6;
  return `$${dollars >= 0.01 ? Number(dollars.toFixed(2)) : Number(dollars.toPrecision(2))}`;
}

function describe(shown: UsageDay | undefined): string {
  if (shown === undefined) return 'no days';
  const { day, item } = shown;
  return item === null
    ? `${nameOf(day)}: nothing ran`
    : `${nameOf(day)}: ${formatCost(item.cost_microusd)}, ${item.attempts} attempts`;
}

function Tip({ day: { day, item }, left }: { day: UsageDay; left: number }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 z-10 w-52 -translate-x-1/2 rounded-md border border-line-strong bg-surface-3 px-3 py-2 text-xs shadow-pop"
      style={{ left }}
    >
      <p className="mb-1 font-medium">{fullDay.format(new Date(day))}</p>
      {item === null ? (
        <p className="text-text-2">Nothing ran.</p>
      ) : (
        <dl className="grid grid-cols-[1fr_auto] gap-x-3 text-text-2">
          <dt>Cost, estimate</dt>
          <dd className="text-right text-text-1">{formatCost(item.cost_microusd)}</dd>
          <dt>Tasks</dt>
          <dd className="text-right">{item.tasks}</dd>
          <dt>Attempts</dt>
          <dd className="text-right">{item.attempts}</dd>
          <dt>Failed</dt>
          <dd className="text-right">{item.failed_attempts}</dd>
          <dt>At work</dt>
          <dd className="text-right">{formatMs(item.run_ms)}</dd>
        </dl>
      )}
    </div>
  );
}
