import type { TaskStage, WorkerEvent } from '@easel/contracts';
import type { AttemptRef, Observation } from '../backend.js';
import type { Channel } from './channel.js';
import type { Deadlines } from './deadlines.js';

/** Tells whoever observes an attempt what is seen of it. */
export interface Teller {
  onEvent(event: WorkerEvent): void;
  /** A container loads the model. Whose turn it will be is not known, so all that wait are told. */
  onLoading(): void;
  say(seen: Observation): void;
  /** How it ended, or where it went on. */
  end(seen: Observation): void;
}

const BEFORE_RUNNING: (TaskStage | null)[] = [null, 'starting', 'loading'];

const stageEvent = ({ attempt_id, seq, at }: Pick<WorkerEvent, 'attempt_id' | 'seq' | 'at'>, stage: TaskStage) =>
  ({ kind: 'event', event: { attempt_id, seq, at, type: 'stage', stage } }) as const;

export function createTeller(
  { attempt_id, started_at }: AttemptRef,
  deadlines: Deadlines,
  channel: Channel<Observation>,
): Teller {
  const outputs: WorkerEvent[] = [];
  let stage: TaskStage | null = started_at === null ? null : 'running';

  return {
    onEvent(event) {
      deadlines.note(event);
      if (event.type === 'stage') stage = event.stage;
      // What a process read from the queue is lost with it: whoever makes progress runs, told or not.
      const works = event.type === 'progress' || event.type === 'preview';
      if (works && BEFORE_RUNNING.includes(stage)) {
        stage = 'running';
        channel.push(stageEvent(event, stage));
      }
      // Outputs come along with the result; they are only needed by themselves when it is an error.
      if (event.type === 'output') outputs.push(event);
      else channel.push({ kind: 'event', event });
    },
    onLoading() {
      if (deadlines.heard()) return;
      channel.push(stageEvent({ attempt_id, seq: 0, at: new Date().toISOString() }, 'loading'));
    },
    say: (seen) => channel.push(seen),
    end(seen) {
      if (seen.kind === 'result' && 'error' in seen.result) {
        for (const event of outputs) channel.push({ kind: 'event', event });
      }
      channel.push(seen);
    },
  };
}
