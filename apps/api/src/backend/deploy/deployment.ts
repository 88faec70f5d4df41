import { createHash } from 'node:crypto';
import { type ModalRuntime, modalClassName, type Settings } from '@easel/contracts';
import { canonicalJson } from '../../http/canonical-json.js';
import { readWorkerVersion, type WorkerVersion } from './worker-version.js';

/** What the file named by EASEL_DEPLOYMENT says of one model: read by the worker. */
export interface DeployedModel {
  class_name: string;
  deploy_hash: string;
  runtime: ModalRuntime;
  modal_gpu: string | null;
  modes: string[];
  revision: string | null;
}

/** The file named by EASEL_DEPLOYMENT: read by the worker when it is deployed, and kept in its image. */
export interface DeploymentFile {
  app_name: string;
  environment: string;
  worker_version: string;
  models: Record<string, DeployedModel>;
}

const sha256 = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

interface Rented {
  model: string;
  runtime: ModalRuntime;
  modal_gpu: string | null;
}

/** The models that have a runtime for Modal. */
const rentedModels = (settings: Settings): Rented[] =>
  Object.entries(settings.models).flatMap(
    ([
      model,
      {
        runtimes: { modal: runtime },
      },
    ]) => (runtime ? [{ model, runtime, modal_gpu: settings.hardware[runtime.gpu]?.modal_gpu ?? null }] : []),
  );

/**
 * What each model's deployment must be to be current: a hash over all that is deployed of it.
 *
 * @param worker_version with the digest of its sources
 */
export function deployHashes(settings: Settings, worker_version: string): Record<string, string> {
  return Object.fromEntries(
    rentedModels(settings).map(({ model, ...rest }) => [model, sha256({ ...rest, worker_version }).slice(0, 16)]),
  );
}

/**
 * What a deployment of a backend has to be now. Its app is named after all it holds.
 *
 * @param known of the worker, when it was read just now
 */
export async function expectedDeployment(
  { settings, config }: { settings: Settings; config: { root_dir: string } },
  backend: { environment: string | null; models: string[] | null },
  known?: WorkerVersion,
): Promise<DeploymentFile> {
  const version = known ?? (await readWorkerVersion(config.root_dir));
  const hashes = deployHashes(settings, version.full);
  const models: Record<string, DeployedModel> = {};
  for (const { model, runtime, modal_gpu } of rentedModels(settings)) {
    if (backend.models && !backend.models.includes(model)) continue;
    models[model] = {
      class_name: modalClassName(model),
      deploy_hash: hashes[model] ?? '',
      runtime,
      modal_gpu,
      modes: Object.keys(settings.models[model]?.modes ?? {}),
      revision: runtime.revision,
    };
  }
  const all = Object.entries(models).map(([model, { deploy_hash }]) => [model, deploy_hash]);
  const app_name = `easel-${sha256(all).slice(0, 8)}`;
  return { app_name, environment: backend.environment ?? '', worker_version: version.stated, models };
}
