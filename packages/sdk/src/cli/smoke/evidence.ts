import { writeFileSync } from 'node:fs';
import type { SmokeContext } from './smoke-context.js';
import type { SmokeResult } from './walk.js';

/** What was seen of a model on a running system: for the record of a first real deployment. */
export function evidenceOf(context: SmokeContext, steps: SmokeResult[]) {
  const { url, contract, model } = context;
  return {
    made_at: new Date().toISOString(),
    url,
    contract,
    model: model && { id: model.id, name: model.name, license: model.license, availability: model.availability },
    ok: steps.every(({ ok }) => ok),
    steps,
    modes: context.evidence.map(({ mode, task, attempts }) => ({
      mode,
      task_id: task.id,
      status: task.status,
      input: task.input,
      timing: task.timing,
      cost_microusd: task.cost_microusd,
      warnings: task.warnings,
      error: task.error,
      outputs: task.outputs.map(({ content_type, width, height, bytes, duration_s, seed, sha256 }) => ({
        content_type,
        width,
        height,
        bytes,
        duration_s,
        seed,
        sha256,
      })),
      attempts: attempts.map(({ id, backend_id, backend_label, state, stamps, deploy_hash, cost_microusd, error }) => ({
        id,
        backend_id,
        backend_label,
        state,
        stamps,
        deploy_hash,
        cost_microusd,
        error,
      })),
    })),
  };
}

/** Writes the evidence where asked, or beside the caller under the model's name and the time. Returns the path. */
export function writeEvidence(context: SmokeContext, steps: SmokeResult[], file: string | undefined): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const path = file ?? `easel-smoke-${context.model?.id ?? 'none'}-${stamp}.json`;
  writeFileSync(path, `${JSON.stringify(evidenceOf(context, steps), null, 2)}\n`);
  return path;
}
