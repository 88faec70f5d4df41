import type { App } from '../app/apps.js';
import { withDeclared } from '../app/publish-app.js';
import { SUCCESS } from '../function/function-spec.js';
import { newId } from '../new-id.js';
import { notFound } from '../transport/status.js';
import { hostOf, stopApp } from '../workspace/open-workspace.js';
import { MAIN } from '../workspace/workspace.js';
import type { WorkspaceState } from '../workspace/workspace-state.js';
import { functionCreate, functionPrecreate } from './declare-function.js';
import { type Answer, type Answers, EMPTY } from './rpc.js';

const APP_STATE = { deployed: 3, stopped: 5, initializing: 6 } as const;
const BUILT = { status: SUCCESS };

const lifecycle = ({ created_at, stopped_at, initializing }: App): object => ({
  app_state: stopped_at ? APP_STATE.stopped : initializing ? APP_STATE.initializing : APP_STATE.deployed,
  created_at: created_at / 1000,
  deployed_at: created_at / 1000,
  stopped_at: (stopped_at ?? 0) / 1000,
  version: 1,
});

function appOf(state: WorkspaceState, app_id: string): App {
  const app = state.apps.get(app_id);
  if (!app) throw notFound(`App ${app_id} not found`);
  return app;
}

const appGetByDeploymentName: Answer<{ name: string; environment_name: string }> = (request, { state }) => {
  const environment_name = request.environment_name || MAIN;
  if (state.environments.find('', environment_name) === null) {
    throw notFound(`Environment '${environment_name}' not found`);
  }
  const app = state.apps.find(environment_name, request.name);
  if (app) return { app_id: app.app_id, environment_name, lifecycle: lifecycle(app) };
  const previous = state.apps.previous(environment_name, request.name);
  if (!previous) return { environment_name };
  return { previous_app_id: previous.app_id, environment_name, lifecycle: lifecycle(previous) };
};

const appCreate: Answer<{ description: string; environment_name: string }> = (request, { state }) => {
  const app = state.apps.create(request.environment_name || MAIN, request.description, true);
  return { app_id: app.app_id, app_page_url: pageOf(app), app_logs_url: pageOf(app) };
};

const pageOf = ({ app_id }: App): string => `https://modal.invalid/apps/${app_id}`;

/** The functions that a deployment declared take the place of the app's former ones, with handlers from the hook. */
const appPublish: Answer<{ app_id: string; function_ids: Record<string, string> }> = (request, context) => {
  const { state, workspace, onDeploy } = context;
  const app = appOf(state, request.app_id);
  const functions = Object.fromEntries(
    Object.entries(request.function_ids).map(([tag, function_id]) => {
      const declared = state.drafts.functions.get(function_id);
      if (!declared) throw notFound(`Function ${function_id} was never created`);
      return [tag.replace(/\.\*$/, ''), declared];
    }),
  );
  const given = onDeploy({ workspace, environment: app.environment, app: app.name, functions });
  const specs = Object.entries(functions).map(([name, declared]) => [name, withDeclared(declared, given[name])]);
  state.apps.replace(app, Object.fromEntries(specs), hostOf(workspace, state, app.environment));
  for (const function_id of Object.values(request.function_ids)) state.drafts.functions.delete(function_id);
  return { url: pageOf(app), deployed_at: Date.now() / 1000 };
};

const appClientDisconnect: Answer<{ app_id: string }> = ({ app_id }, { state }) => {
  const app = appOf(state, app_id);
  // A deployment that broke off: published apps are none of its business any more.
  if (app.initializing) app.stopped_at = Date.now();
  return EMPTY;
};

const mountBatchedCheckExistence: Answer<{ sha256_hex_hashes: string[] }> = (request, { state }) => ({
  missing_sha256_hex_hashes: request.sha256_hex_hashes.filter((hash) => !state.drafts.files.has(hash)),
});

/** Files are asked for as the real service does, counted, and not kept: nothing here runs them. */
const mountPutFile: Answer<{ sha256_hex: string; data?: Buffer; data_blob_id?: string }> = (request, context) => {
  const brought = request.data !== undefined || request.data_blob_id !== undefined;
  if (brought) context.state.drafts.files.add(request.sha256_hex);
  context.blobs.drop(request.data_blob_id ?? null);
  return { exists: context.state.drafts.files.has(request.sha256_hex) };
};

const imageGetOrCreate: Answer<{ existing_image_id: string; builder_version: string }> = (request) => ({
  image_id: request.existing_image_id || newId('im'),
  result: BUILT,
  metadata: { image_builder_version: request.builder_version },
});

async function* imageJoinStreaming(): AsyncGenerator<object> {
  yield { result: BUILT, eof: true, entry_id: '1-0' };
}

export const deployAnswers: Answers = {
  ClientHello: () => EMPTY,
  AppGetByDeploymentName: appGetByDeploymentName,
  AppGetLifecycle: (({ app_id }, { state }) => ({
    lifecycle: lifecycle(appOf(state, app_id)),
  })) satisfies Answer<{ app_id: string }>,
  // Ids are not carried over to the next deployment, so there is nothing to reuse.
  AppGetLayout: () => ({ app_layout: {} }),
  AppCreate: appCreate,
  AppHeartbeat: () => EMPTY,
  AppPublish: appPublish,
  AppClientDisconnect: appClientDisconnect,
  AppStop: (({ app_id }, { state }) => {
    stopApp(state, app_id);
    return EMPTY;
  }) satisfies Answer<{ app_id: string }>,
  MountBatchedCheckExistence: mountBatchedCheckExistence,
  MountPutFile: mountPutFile,
  MountGetOrCreate: () => ({ mount_id: newId('mo'), handle_metadata: { content_checksum_sha256_hex: '' } }),
  ImageGetOrCreate: imageGetOrCreate,
  ImageJoinStreaming: imageJoinStreaming,
  FunctionPrecreate: functionPrecreate,
  FunctionCreate: functionCreate,
  ClassCreate: () => ({ class_id: newId('cs'), handle_metadata: {} }),
  ObjectSuggest: () => EMPTY,
  DictGetOrCreate: (({ deployment_name }) => ({
    dict_id: newId('di'),
    metadata: { name: deployment_name },
  })) satisfies Answer<{
    deployment_name: string;
  }>,
};
