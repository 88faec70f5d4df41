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

function textFor(model: Model, name: string): unknown {
  return model.examples.find((example) => example.input[name] !== undefined)?.input[name] ?? 'a red apple';
}

/** An input that works with the chosen model: its example for the mode, with the uploaded picture where one is required. */
export function inputFor({ model, upload }: SmokeContext, mode: ModeName): Record<string, unknown> {
  const { parameters, examples } = need(model, 'a model');
  const input = { ...examples.find((example) => example.mode === mode)?.input };
  for (const [name, p] of Object.entries(parameters)) {
    if (!p.required || (p.modes && !p.modes.includes(mode)) || input[name] !== undefined) continue;
    if (p.type === 'string') input[name] = textFor(need(model, 'a model'), name);
    if (p.type === 'image') input[name] = need(upload, 'an upload').id;
    if (p.type === 'keyframes') input[name] = [{ frame: 0, image: need(upload, 'an upload').id }];
  }
  return input;
}
