import type { Asset, Attempt, Model, ModeName, Task } from '@easel/contracts';
import type { Easel } from '../../easel.js';
import type { ReceivedAnswer } from '../../http/easel-options.js';
import type { AnyModels } from '../../models.js';

/** What the steps of a walk share: each finds what earlier ones left behind. */
export interface SmokeContext {
  easel: Easel<AnyModels>;
  url: string;
  /** The last answer of the client, for its headers. */
  answer: ReceivedAnswer | null;
  /** Ids of tasks to clear away at the end. */
  made: string[];
  contract: string | null;
  model: Model | null;
  picture: Uint8Array<ArrayBuffer>;
  upload: Asset | null;
  key: string;
  task: Task | null;
  /** The model that was asked for; any that is ready when null. */
  wanted: string | null;
  /** What each mode did, for the record. */
  evidence: { mode: ModeName; task: Task; attempts: Attempt[] }[];
}

/** One thing to try. What it returns is shown beside it. */
export interface SmokeStep {
  name: string;
  run(context: SmokeContext): Promise<string>;
}

/** Thrown when an earlier step did not provide what this one needs. */
export class SkippedError extends Error {
  override readonly name = 'SkippedError';
}

/** Fails the step unless the condition holds. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** A value that an earlier step provides. */
export function need<T>(value: T | null, what: string): T {
  if (value === null) throw new SkippedError(`needs ${what}`);
  return value;
}

/** An input that works with a model: its first example for the mode, else a short text where one is required. */
export function exampleInput(model: Model, mode: ModeName): Record<string, unknown> {
  const example = model.examples.find((candidate) => candidate.mode === mode) ?? model.examples[0];
  if (example?.mode === mode) return { ...example.input };
  const texts = Object.entries(model.parameters).filter(([, p]) => p.type === 'string' && p.required);
  return Object.fromEntries(texts.map(([name]) => [name, example?.input[name] ?? 'a red apple']));
}
