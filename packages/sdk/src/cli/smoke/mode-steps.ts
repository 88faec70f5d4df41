import type { ModeName } from '@easel/contracts';
import { expect, inputFor, need, type SmokeContext, type SmokeStep } from './smoke-context.js';

async function tryMode(context: SmokeContext, mode: ModeName): Promise<string> {
  const model = need(context.model, 'a model');
  const input = inputFor(context, mode);
  const created = await context.easel.task.create({ model: model.id, mode, input });
  context.made.push(created.id);
  const task = await context.easel.task.wait(created.id);
  const { items: attempts } = await context.easel.task.attempts(task.id);
  context.evidence.push({ mode, task, attempts });
  expect(task.status === 'done', `ended as ${task.status}: ${task.error?.code} ${task.error?.message}`);
  const [output] = task.outputs;
  expect(output?.type === model.modes[mode]?.output, `made ${output?.type}, not ${model.modes[mode]?.output}`);
  const length = output?.duration_s == null ? '' : `, ${output.duration_s.toFixed(1)} s`;
  const cost = task.cost_microusd > 0 ? `, about $${(task.cost_microusd / 1e6).toFixed(4)}` : '';
  return `${output?.width} × ${output?.height}${length}, ${Math.round(task.timing.total_ms ?? 0)} ms${cost}`;
}

/** Every mode of the chosen model, once. */
export const modeSteps: SmokeStep[] = [
  {
    name: 'every mode of the model',
    async run(context) {
      const modes = Object.keys(need(context.model, 'a model').modes) as ModeName[];
      const notes: string[] = [];
      const wrong: string[] = [];
      for (const mode of modes) {
        try {
          notes.push(`${mode}: ${await tryMode(context, mode)}`);
        } catch (error) {
          wrong.push(`${mode}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      expect(wrong.length === 0, [...wrong, ...notes].join('; '));
      return notes.join('; ');
    },
  },
];
