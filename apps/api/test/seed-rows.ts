import type { ModeName, Settings, SettingsModel } from '@easel/contracts';
import { TASK_ERRORS, type TaskErrorCode } from '@easel/contracts';
import type { AttemptRow, TaskRow } from '../src/db/schema.js';
import { idAt } from '../src/ids.js';
import { monthOf } from '../src/limit/spending.repository.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: () => number, of: readonly T[]): T => {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

const SUBJECTS = ['a lighthouse', 'a red apple', 'an old tram', 'two foxes', 'a glass city', 'a quiet harbour'];
const MANNERS = ['in watercolour', 'at dawn', 'under heavy rain', 'as a woodcut', 'in soft light', 'seen from above'];
const CODES: TaskErrorCode[] = [
  'out_of_memory',
  'out_of_memory',
  'model_error',
  'queue_timeout',
  'run_timeout',
  'backend_lost',
];

export interface Owner {
  id: string;
  keys: string[];
  /** Share of all tasks, relative to others. */
  weight: number;
}

export interface SeedWorld {
  settings: Settings;
  owners: Owner[];
  backends: { id: string; label: string }[];
}

interface Kind {
  model: string;
  settings: SettingsModel;
  mode: ModeName;
  /** Kept with every task as text. */
  text: string;
}

const kinds = new WeakMap<Settings, Kind[]>();
function kindsOf(settings: Settings): Kind[] {
  const known = kinds.get(settings);
  if (known) return known;
  const made = Object.entries(settings.models).flatMap(([model, of]) =>
    // The names of the modes are those of the settings.
    Object.keys(of.modes).map((mode) => ({ model, settings: of, mode: mode as ModeName, text: JSON.stringify(of) })),
  );
  kinds.set(settings, made);
  return made;
}

function ownerOf(random: () => number, owners: Owner[]): Owner {
  let left = random() * owners.reduce((sum, { weight }) => sum + weight, 0);
  for (const owner of owners) {
    left -= owner.weight;
    if (left <= 0) return owner;
  }
  return pick(random, owners);
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Ten bytes after the time of an id: in order within a millisecond, and without a double in it. */
function tailOf(random: () => number, index: number): Buffer {
  const tail = Buffer.alloc(10);
  tail.writeUInt16BE(0x7000, 0);
  tail.writeUInt32BE(index, 2);
  tail.writeUInt32BE(Math.floor(random() * 2 ** 32), 6);
  return tail;
}

function errorOf(code: TaskErrorCode): string {
  const { retryable, hint } = TASK_ERRORS[code];
  return JSON.stringify({ code, message: `The attempt ended: ${code.replaceAll('_', ' ')}.`, retryable, hint });
}

/** A task that was created at a time, with its attempts: most are done, some failed or were cancelled. */
export function seedTask(
  world: SeedWorld,
  random: () => number,
  { index, created, status }: { index: number; created: number; status?: 'pending' },
): { task: TaskRow; attempts: AttemptRow[] } {
  const rented = kindsOf(world.settings).filter(({ settings }) => settings.runtimes.modal);
  const kind = pick(random, status === 'pending' && rented.length > 0 ? rented : kindsOf(world.settings));
  const owner = ownerOf(random, world.owners);
  const chance = random();
  const end = status ?? (chance < 0.92 ? 'done' : chance < 0.975 ? 'failed' : 'cancelled');
  const code = end === 'failed' ? pick(random, CODES) : null;
  const began = end === 'done' || (code !== null && code !== 'queue_timeout');
  const wait = Math.round(200 + 4000 * random() ** 3 + (random() < 0.03 ? 45_000 * random() : 0));
  const run = Math.round(1500 + 20_000 * random() ** 2);
  const total = began ? wait + run : Math.round(30_000 * random());
  const finished = created + total;
  const cost = began && kind.settings.runtimes.modal ? Math.round(run * (0.2 + 0.4 * random())) : 0;
  const error = code === null ? null : errorOf(code);
  const id = idAt('task', created, tailOf(random, index));
  const { name, modes } = kind.settings;
  const backend = pick(random, world.backends);
  const isPending = end === 'pending';
  const task: TaskRow = {
    id,
    owner_id: owner.id,
    version: isPending ? 1 : 4,
    model: kind.model,
    mode: kind.mode,
    type: modes[kind.mode]?.output ?? 'image',
    status: end,
    stage: null,
    progress: end === 'done' ? 100 : 0,
    input: JSON.stringify({ prompt: `${pick(random, SUBJECTS)} ${pick(random, MANNERS)}, no. ${index}`, seed: index }),
    count: 1,
    lane: random() < 0.9 ? 'interactive' : 'background',
    warnings: '[]',
    error,
    attempt: began ? 1 : 0,
    max_attempts: kind.settings.max_attempts,
    lost: 0,
    retry_of: null,
    cancel_requested_at: end === 'cancelled' ? iso(finished) : null,
    queued_ms: began ? Math.round(wait / 2) : null,
    start_ms: end === 'done' ? Math.round(wait / 2) : null,
    load_ms: end === 'done' ? 0 : null,
    run_ms: end === 'done' ? run : null,
    total_ms: isPending ? null : total,
    cost_microusd: cost,
    metadata: '{}',
    snapshot: JSON.stringify({ model_name: name, mode_label: modes[kind.mode]?.label ?? kind.mode, labels: {} }),
    settings: kind.text,
    estimate_ms: 1000,
    not_before: null,
    fencing: began ? 1 : 0,
    lease_owner: null,
    lease_expires_at: null,
    created_at: iso(created),
    updated_at: iso(isPending ? created : finished),
    started_at: began ? iso(created + Math.round(wait / 2)) : null,
    finished_at: isPending ? null : iso(finished),
    deleted_at: null,
    key_id: owner.keys.length > 0 && random() < 0.6 ? pick(random, owner.keys) : null,
    reserved_microusd: 0,
    budget_month: monthOf(iso(created)),
    webhook: null,
    wait_ms: began ? wait : null,
  };
  return { task, attempts: began ? [attemptOf(task, backend, { random, index, wait, run })] : [] };
}

function attemptOf(
  task: TaskRow,
  backend: SeedWorld['backends'][number],
  { random, index, wait, run }: { random: () => number; index: number; wait: number; run: number },
): AttemptRow {
  const created = Date.parse(task.created_at) + Math.round(wait / 2);
  return {
    id: idAt('att', created, tailOf(random, index)),
    task_id: task.id,
    model: task.model,
    mode: task.mode,
    backend_id: backend.id,
    handle: `fc-${index.toString(36).padStart(8, '0')}`,
    state: task.status === 'done' ? 'succeeded' : 'failed',
    fencing: 1,
    created_at: iso(created),
    accepted_at: iso(created + 20),
    started_at: iso(Date.parse(task.created_at) + wait),
    finished_at: task.finished_at,
    start_ms: Math.round(wait / 2),
    run_ms: task.status === 'done' ? run : null,
    cost_microusd: task.cost_microusd,
    error: task.error,
    backend_label: backend.label,
    reason: 'The only backend that can take it now.',
    deploy_hash: null,
    out_of_sight_since: null,
    error_detail: task.error === null ? null : 'Traceback (most recent call last):\n  the worker said why',
    platform: null,
    late_until: null,
    never_ran: 0,
  };
}
