import type { AdminTaskEvent, AdminTaskStory, Task } from '@easel/contracts';
import { STATUS_LOOK, stageLabel } from './task-status.js';

/** One line of a task's timeline. */
export interface TimelineEntry {
  key: string;
  at: string;
  /** Since the line before; null on the first. */
  after_ms: number | null;
  title: string;
  detail: string | null;
  tone: 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';
}

type Line = Pick<TimelineEntry, 'title' | 'detail' | 'tone'>;
type Told = Pick<AdminTaskStory, 'task' | 'events' | 'attempts'>;

const line = (title: string, detail: string | null = null, tone: Line['tone'] = 'neutral'): Line => ({
  title,
  detail,
  tone,
});

function ending(status: Task['status'], task: Task): Line {
  const { label, tone } = STATUS_LOOK[status];
  if (status === 'failed') return line(label, task.error?.message ?? null, tone);
  if (status !== 'done') return line(label, null, tone);
  const made = task.outputs.length;
  return line(label, `${made} of ${task.count} ${task.count === 1 ? 'output' : 'outputs'} stored`, tone);
}

function arrival(event: AdminTaskEvent, task: Task): Line {
  if (event.status === 'pending' && event.attempt === 0) {
    return line('Created', `${task.count === 1 ? 'one output' : `${task.count} outputs`}, ${task.lane} lane`);
  }
  const status = event.status ?? task.status;
  return line(STATUS_LOOK[status].label, 'Earlier changes are no longer held.', STATUS_LOOK[status].tone);
}

/** Where an attempt went and why, as its record tells. */
function placeOf(number: number | null, { attempts }: Told): string | null {
  const attempt = attempts.filter((one) => !one.never_ran)[(number ?? 0) - 1];
  if (attempt === undefined) return null;
  return attempt.reason === '' ? `On ${attempt.backend_label}` : `On ${attempt.backend_label}: ${attempt.reason}`;
}

/** What changed between two stored versions, most telling first; null when the timeline says it otherwise. */
function change(before: AdminTaskEvent, after: AdminTaskEvent, told: Told): Line | null {
  const { task } = told;
  if (after.kind === 'deleted') return line('Deleted', null, 'warn');
  if (before.kind === 'deleted') return line('Brought back');
  const started = () =>
    line(`Attempt ${after.attempt ?? 0} of ${task.max_attempts} started`, placeOf(after.attempt, told), 'accent');
  if (after.status !== null && after.status !== before.status) {
    if (STATUS_LOOK[after.status].final) return ending(after.status, task);
    if (after.status === 'pending') return line('Back in the queue', 'To be tried again.', 'warn');
    return started();
  }
  if (after.attempt !== before.attempt) return started();
  if (after.stage !== null && after.stage !== before.stage) {
    return line(`Stage: ${stageLabel(after.stage)}`, null, 'accent');
  }
  return null;
}

/** The timeline of a task: its stored changes, and when it was asked to stop. */
export function timelineOf(told: Told): TimelineEntry[] {
  const { task, events } = told;
  const lines: Omit<TimelineEntry, 'after_ms'>[] = events.flatMap((event, index) => {
    const before = events[index - 1];
    const said = before === undefined ? arrival(event, task) : change(before, event, told);
    return said === null ? [] : [{ key: String(event.id), at: event.at, ...said }];
  });
  if (task.cancel_requested_at !== null) {
    lines.push({ key: 'cancel', at: task.cancel_requested_at, ...line('Cancel requested', null, 'warn') });
  }
  lines.sort((a, b) => a.at.localeCompare(b.at));
  return lines.map((entry, index) => {
    const before = lines[index - 1];
    return { ...entry, after_ms: before === undefined ? null : Date.parse(entry.at) - Date.parse(before.at) };
  });
}

/** Where the time of a task went, as parts that add up to no more than the whole. */
export function timeParts(task: Task): { name: string; ms: number }[] {
  const { queued_ms, start_ms, load_ms, run_ms, total_ms } = task.timing;
  const parts = [
    { name: 'queued', ms: queued_ms ?? 0 },
    { name: 'start', ms: start_ms ?? 0 },
    { name: 'load', ms: load_ms ?? 0 },
    { name: 'run', ms: run_ms ?? 0 },
  ];
  const known = parts.reduce((sum, part) => sum + part.ms, 0);
  const rest = (total_ms ?? known) - known;
  return [...parts, { name: 'other', ms: Math.max(0, rest) }].filter((part) => part.ms >= 0.5);
}
