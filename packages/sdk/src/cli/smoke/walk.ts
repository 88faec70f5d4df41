import { randomUUID } from 'node:crypto';
import { createEasel } from '../../easel.js';
import type { AnyModels } from '../../models.js';
import { explain } from '../explain.js';
import { assetSteps, uploadSteps } from './asset-steps.js';
import { checkAnswer } from './check-answer.js';
import { modeSteps } from './mode-steps.js';
import { refusalSteps } from './refusal-steps.js';
import { SkippedError, type SmokeContext, type SmokeStep } from './smoke-context.js';
import { streamSteps } from './stream-steps.js';
import { systemSteps } from './system-steps.js';
import { taskSteps } from './task-steps.js';
import { testPicture } from './test-picture.js';

/** What became of one step. */
export interface SmokeResult {
  step: string;
  ok: boolean;
  skipped: boolean;
  ms: number;
  note: string;
}

const before = (steps: SmokeStep[], name: string) =>
  steps.slice(
    0,
    steps.findIndex((step) => step.name === name),
  );
const after = (steps: SmokeStep[], name: string) => steps.slice(before(steps, name).length);

/** The walk in its order: what exists is looked at before it is deleted. */
const STEPS: SmokeStep[] = [
  ...systemSteps,
  ...uploadSteps,
  ...before(taskSteps, 'cancel'),
  ...streamSteps,
  ...assetSteps,
  ...modeSteps,
  ...after(taskSteps, 'cancel'),
  ...refusalSteps,
];

const clearAway: SmokeStep = {
  name: 'clear away',
  async run({ easel, made, upload }) {
    for (const id of made) await easel.task.remove(id);
    if (upload) await easel.asset.remove(upload.id);
    return `${made.length} tasks`;
  },
};

/** What a walk begins with. `model` is the one to use; any that is ready when null. */
export function newContext(url: string, model: string | null): SmokeContext {
  const context: SmokeContext = {
    easel: createEasel<AnyModels>({
      base_url: url,
      on_answer: (answer) => {
        context.answer = answer;
        checkAnswer(answer);
      },
    }),
    url,
    answer: null,
    made: [],
    contract: null,
    model: null,
    picture: testPicture(),
    upload: null,
    key: randomUUID(),
    task: null,
    wanted: model,
    evidence: [],
  };
  return context;
}

/** Walks through the life cycle against an address; every answer is held against the contract. */
export async function* walk(context: SmokeContext): AsyncGenerator<SmokeResult> {
  for (const step of [...STEPS, clearAway]) {
    const started = performance.now();
    const done = { step: step.name, skipped: false };
    try {
      const note = await step.run(context);
      yield { ...done, ok: true, ms: Math.round(performance.now() - started), note };
    } catch (error) {
      const { code, message, detail } = explain(error);
      const note = [message, ...(code === 'network_error' ? [] : detail)].join(' ');
      const skipped = error instanceof SkippedError;
      yield { ...done, ok: false, skipped, ms: Math.round(performance.now() - started), note };
      if (code === 'network_error' && step.name === 'health') return;
    }
  }
}
