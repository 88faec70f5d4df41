import type { TaskWarning } from '@easel/contracts';
import type { FromChild } from '../process/messages.js';

/** What every kind of job is given by the child: how to speak, and whether to go on. */
export interface JobContext {
  send(message: FromChild): void;
  /** Throws when the job was cancelled; called between steps. */
  stopIfCancelled(): void;
}

/** What is known of a job at its end. */
export interface JobReport {
  warnings: TaskWarning[];
  encode_ms: number;
}
