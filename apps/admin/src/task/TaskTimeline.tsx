import type { AdminTaskStory, Task } from '@easel/contracts';
import { formatClockMs, formatFull, formatMs } from '../app/format.js';
import { TONE_DOT } from '../app/tone-dot.js';
import { timelineOf, timeParts } from './task-history.js';

/** Every stored change with the time that passed before it. */
export function TaskTimeline({ story }: { story: AdminTaskStory }) {
  const entries = timelineOf(story);
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => (
        <li
          key={entry.key}
          className="grid grid-cols-[4.25rem_1rem_1fr] gap-x-2 text-[13px] sm:grid-cols-[4.25rem_1rem_1fr_auto]"
        >
          <span className="pt-1.5 text-right text-text-2">
            {entry.after_ms === null ? '' : `+${formatMs(entry.after_ms)}`}
          </span>
          <span aria-hidden className="relative flex justify-center">
            {index > 0 ? <span className="absolute top-0 h-3 w-px bg-line" /> : null}
            {index < entries.length - 1 ? <span className="absolute top-5 bottom-0 w-px bg-line" /> : null}
            <span className={`mt-3 size-2 rounded-full ${TONE_DOT[entry.tone]}`} />
          </span>
          <div className="min-w-0 py-1.5">
            <p className="font-medium">{entry.title}</p>
            {entry.detail === null ? null : <p className="break-words text-text-2">{entry.detail}</p>}
          </div>
          <p className="col-start-3 pb-1.5 text-xs text-text-3 sm:col-start-auto sm:pt-2">
            <time dateTime={entry.at} title={formatFull(entry.at)}>
              {formatClockMs(entry.at)}
            </time>
          </p>
        </li>
      ))}
    </ol>
  );
}

const PART_LOOK: Record<string, string> = {
  queued: 'bg-line-strong',
  start: 'bg-warn',
  load: 'bg-text-2',
  run: 'bg-accent',
  other: 'bg-surface-4',
};

/** Where the time went, as one bar with its legend. */
export function TimeBar({ task }: { task: Task }) {
  const parts = timeParts(task);
  const sum = parts.reduce((all, part) => all + part.ms, 0);
  if (sum === 0) return null;
  return (
    <div className="mb-3">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full">
        {parts.map((part) => (
          <span key={part.name} className={`min-w-0.5 ${PART_LOOK[part.name]}`} style={{ flexGrow: part.ms / sum }} />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2">
        {parts.map((part) => (
          <li key={part.name} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${PART_LOOK[part.name]}`} />
            {part.name} <span className="text-text-1">{formatMs(part.ms)}</span>
          </li>
        ))}
        <li>
          {task.timing.total_ms === null ? 'so far' : 'total'}{' '}
          <span className="font-semibold text-text-1">{formatMs(task.timing.total_ms ?? sum)}</span>
        </li>
      </ul>
    </div>
  );
}
