import type { Task } from '@easel/contracts';
import { STATUS_LOOK, stageLabel } from './task-status.js';

/** One line of a task's timeline. */
export interface TimelineEntry {
  version: number;
  at: string;
  /** Since the line before; null on the first. */
  after_ms: number | null;
  title: string;
  detail: string | null;
  tone: 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';
}

type Line = Pick<TimelineEntry, 'title' | 'detail' | 'tone'>;

const line = (title: string, detail: string | null = null, tone: Line['tone'] = 'neutral'): Line => ({
  title,
  detail,
  tone,
});

function arrival(task: Task): Line {
  if (task.status === 'pending' && task.attempt === 0) {
    return line('Created', `${task.count === 1 ? 'one output' : `${task.count} outputs`}, ${task.lane} lane`);
  }
  return line(STATUS_LOOK[task.status].label, 'Earlier changes are no longer held.', STATUS_LOOK[task.status].tone);
}

function ending(task: Task): Line {
  const { label, tone } = STATUS_LOOK[task.status];
  if (task.status === 'failed') return line(label, task.error?.message ?? null, tone);
  if (task.status === 'done') {
    return line(
      label,
      `${task.outputs.length} of ${task.count} ${task.count === 1 ? 'output' : 'outputs'} stored`,
      tone,
    );
  }
  return line(label, null, tone);
}

/** What changed between two stored versions, most telling first. */
function change(before: Task, after: Task): Line {
  if (after.status !== before.status) {
    if (STATUS_LOOK[after.status].final) return ending(after);
    if (after.status === 'pending') {
      return line('Back in the queue', after.error?.message ?? before.error?.message ?? 'To be tried again.', 'warn');
    }
    const stage = after.stage === null ? null : `Stage: ${stageLabel(after.stage)}`;
    return line(`Attempt ${after.attempt} of ${after.max_attempts} started`, stage, 'accent');
  }
  if (after.cancel_requested_at !== before.cancel_requested_at) return line('Cancel requested', null, 'warn');
  if (after.attempt !== before.attempt) {
    return line(`Attempt ${after.attempt} of ${after.max_attempts} started`, null, 'accent');
  }
  if (after.stage !== before.stage && after.stage !== null)
    return line(`Stage: ${stageLabel(after.stage)}`, null, 'accent');
  if (after.late_outputs.length > before.late_outputs.length) return line('A late result was kept', null, 'warn');
  if (after.outputs.length !== before.outputs.length)
    return line(`${after.outputs.length} of ${after.count} outputs stored`);
  if (after.lane !== before.lane) return line(`Moved to the ${after.lane} lane`);
  if (after.warnings.length > before.warnings.length) {
    return line('Warning', after.warnings.at(-1)?.message ?? null, 'warn');
  }
  return line('Changed', changedFields(before, after));
}

function changedFields(before: Task, after: Task): string | null {
  // Both are the same type: their keys are those of a task.
  const keys = Object.keys(after) as (keyof Task)[];
  const names = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return names.filter((name) => name !== 'version' && name !== 'updated_at').join(', ') || null;
}

/** The timeline of a task from its stored versions, in any order, doubled or not. */
export function timelineOf(versions: readonly Task[]): TimelineEntry[] {
  const byVersion = new Map(versions.map((task) => [task.version, task]));
  const sorted = [...byVersion.values()].sort((a, b) => a.version - b.version);
  return sorted.map((task, index) => {
    const before = sorted[index - 1];
    return {
      version: task.version,
      at: task.updated_at,
      after_ms: before === undefined ? null : Date.parse(task.updated_at) - Date.parse(before.updated_at),
      ...(before === undefined ? arrival(task) : change(before, task)),
    };
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
