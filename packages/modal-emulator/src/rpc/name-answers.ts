import { newId } from '../new-id.js';
import { notFound, RpcError } from '../transport/status.js';
import { MAIN } from '../workspace/workspace.js';
import { type Answer, type Answers, CREATE_IF_MISSING, EMPTY, EPHEMERAL, LOOK_UP } from './rpc.js';

interface Named {
  deployment_name: string;
  environment_name: string;
  object_creation_type: number;
}

const volumeGetOrCreate: Answer<Named & { version: number }> = (request, { state }) => {
  const { deployment_name: name, object_creation_type: creation } = request;
  const environment = request.environment_name || MAIN;
  const known = state.volumes.find(environment, name);
  if (known === null && creation === LOOK_UP) throw notFound(`Volume '${name}' not found`);
  const volume_id = creation === EPHEMERAL ? newId('vo') : (known ?? state.volumes.create(environment, name));
  return { volume_id, version: request.version || 1, metadata: { version: request.version || 1, name } };
};

/** Values are taken and forgotten: a secret can be named, never read. */
const secretGetOrCreate: Answer<Named & { env_dict: Record<string, string>; required_keys: string[] }> = (
  request,
  { state },
) => {
  const { deployment_name: name, object_creation_type: creation } = request;
  if (name === '') return { secret_id: newId('st') };
  const key = `${request.environment_name || MAIN}/${name}`;
  const known = state.secrets.get(key);
  if (!known && creation === LOOK_UP) throw notFound(`Secret '${name}' not found`);
  const secret = known ?? { secret_id: newId('st'), keys: Object.keys(request.env_dict) };
  state.secrets.set(key, secret);
  const missing = request.required_keys.find((required) => !secret.keys.includes(required));
  if (missing !== undefined) {
    throw new RpcError('FAILED_PRECONDITION', `Secret is missing key(s): ${missing}`);
  }
  return { secret_id: secret.secret_id };
};

const environmentGetOrCreate: Answer<{ deployment_name: string; object_creation_type: number }> = (
  request,
  { state },
) => {
  const name = request.deployment_name || MAIN;
  const known = state.environments.find('', name);
  if (known === null && request.object_creation_type !== CREATE_IF_MISSING) {
    throw notFound(`Environment '${name}' not found`);
  }
  const environment_id = known ?? state.environments.create('', name);
  return { environment_id, metadata: { name, settings: { image_builder_version: '2025.06', webhook_suffix: '' } } };
};

const environmentList: Answer<object> = (_, { state }) => ({
  items: state.environments.list('').map(({ name, id }) => ({ name, environment_id: id, default: name === MAIN })),
});

export const nameAnswers: Answers = {
  VolumeGetOrCreate: volumeGetOrCreate,
  VolumeHeartbeat: () => EMPTY,
  VolumeDelete: (({ volume_id }, { state }) => {
    state.volumes.delete(volume_id);
    return EMPTY;
  }) satisfies Answer<{ volume_id: string }>,
  SecretGetOrCreate: secretGetOrCreate,
  EnvironmentGetOrCreate: environmentGetOrCreate,
  EnvironmentList: environmentList,
};
