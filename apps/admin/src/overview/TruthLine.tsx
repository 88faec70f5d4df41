import type { Overview } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCost, formatMs, formatPercent, formatSpan } from '../app/format.js';
import { dayOf } from '../usage/usage-range.js';
import type { Window } from './overview.queries.js';

const count = new Intl.NumberFormat('en');
const LINK = 'underline-offset-4 hover:underline';

/** Whether all is well, in one line; each figure leads to the list behind it. */
export function TruthLine({ overview, window }: { overview: Overview; window: Window }) {
  const { queue, wait, objective, errors, cost, ended } = overview;
  const today = dayOf(Date.parse(overview.at));
  const met = objective.met_ratio;
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-3 sm:grid-cols-3 lg:flex lg:flex-wrap lg:gap-x-10">
      <Figure
        name="Queue"
        note={
          queue.oldest_pending_s === null
            ? 'nobody waits'
            : `oldest ${formatSpan(queue.oldest_pending_s * 1000)}${queue.waiting_too_long > 0 ? `, ${queue.waiting_too_long} too long` : ''}`
        }
        tone={queue.waiting_too_long > 0 ? 'text-warn' : ''}
      >
        <Link to="/tasks" search={{ status: 'pending' }} className={LINK}>
          {count.format(queue.pending)}
        </Link>
      </Figure>
      <Figure name="Running" note={`${count.format(Math.round(ended.per_hour))} done an hour`}>
        <Link to="/tasks" search={{ status: 'processing' }} className={LINK}>
          {count.format(queue.processing)}
        </Link>
      </Figure>
      <Figure
        name="p95 wait"
        note={
          <span className="inline-flex items-center gap-1">
            objective {objective.target_s} s
            {met === null ? null : objective.ok ? (
              <Check aria-label="met" className="size-3.5 text-ok" />
            ) : (
              <X aria-label="missed" className="size-3.5 text-bad" />
            )}
            {met === null ? '' : formatPercent(met)}
          </span>
        }
        tone={met !== null && !objective.ok ? 'text-bad' : ''}
      >
        <Link to="/tasks" search={{ within: window.key }} className={LINK}>
          {formatMs(wait.p95_ms)}
        </Link>
      </Figure>
      <Figure
        name="Errors"
        note={`${count.format(ended.failed)} of ${count.format(ended.done + ended.failed)}`}
        tone={errors.ratio !== null && errors.ratio > 0.05 ? 'text-bad' : ''}
      >
        <Link to="/tasks" search={{ status: 'failed', within: window.key }} className={LINK}>
          {errors.ratio === null ? '–' : formatPercent(errors.ratio)}
        </Link>
      </Figure>
      <Figure name="Cost today" note={`${formatCost(cost.window_microusd)} in ${window.label}`}>
        <Link to="/usage" search={{ from: today, to: today }} className={LINK}>
          {formatCost(cost.today_microusd)}
        </Link>
      </Figure>
      <Figure name="p50 run" note={`p95 ${formatMs(overview.run.p95_ms)}`}>
        <Link to="/tasks" search={{ status: 'done', within: window.key }} className={LINK}>
          {formatMs(overview.run.p50_ms)}
        </Link>
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  note: ReactNode;
  tone?: string;
  children: ReactNode;
}

const Figure = ({ name, note, tone = '', children }: FigureProps) => (
  <div className="flex min-w-0 flex-col">
    <dt className="text-xs text-text-3">{name}</dt>
    <dd className={`text-2xl leading-tight font-semibold ${tone}`}>{children}</dd>
    <dd className="truncate text-xs text-text-2">{note}</dd>
  </div>
);
