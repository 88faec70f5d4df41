import type { ModalClient } from 'modal';
import { NotFoundError } from 'modal';
import { expect, it } from 'vitest';
import type { DeployedApp } from '../src/index.ts';
import { startBench } from './with-emulator.ts';

const INITIALIZING = 6;
const DEPLOYED = 3;

/** What the Python command line asks for when it deploys an app with one function and one class. */
async function deploy({ cpClient }: ModalClient, name: string): Promise<string> {
  await cpClient.clientHello({});
  const known = await cpClient.appGetByDeploymentName({ name });
  const app_id = known.appId || (await cpClient.appCreate({ description: name, appState: INITIALIZING })).appId;
  await cpClient.appHeartbeat({ appId: app_id });
  const hash = 'a'.repeat(64);
  const { missingSha256HexHashes } = await cpClient.mountBatchedCheckExistence({ sha256HexHashes: [hash] });
  for (const sha256Hex of missingSha256HexHashes) {
    expect((await cpClient.mountPutFile({ sha256Hex, data: Buffer.from('file') })).exists).toBe(true);
  }
  const { mountId } = await cpClient.mountGetOrCreate({ files: [{ filename: 'app.py', sha256Hex: hash }] });
  const image = await cpClient.imageGetOrCreate({ appId: app_id, builderVersion: '2025.06' });
  expect(image.result?.status).toBe(1);
  const create = async (functionName: string, methods: string[]): Promise<string> => {
    const methodDefinitions = Object.fromEntries(methods.map((method) => [method, { functionName: method }]));
    const { functionId } = await cpClient.functionPrecreate({ appId: app_id, functionName, methodDefinitions });
    const definition = {
      functionName,
      isClass: methods.length > 0,
      methodDefinitions,
      imageId: image.imageId,
      mountIds: [mountId],
      timeoutSecs: 600,
      autoscalerSettings: { maxContainers: 2, scaledownWindow: 60 },
      resources: { gpuConfig: { count: 2, gpuType: 'H100' } },
    };
    await cpClient.functionCreate({ appId: app_id, existingFunctionId: functionId, function: definition });
    return functionId;
  };
  const ledger = await create('ledger', []);
  const painter = await create('Painter.*', ['generate']);
  const { classId } = await cpClient.classCreate({ appId: app_id });
  const { url } = await cpClient.appPublish({
    appId: app_id,
    name,
    appState: DEPLOYED,
    functionIds: { ledger, 'Painter.*': painter },
    classIds: { Painter: classId },
  });
  expect(url).toContain(app_id);
  return app_id;
}

it('publishes what a deployment declares, with handlers from the hook', async () => {
  const { emulator, client, workspace } = await startBench();
  const seen: DeployedApp[] = [];
  emulator.onDeploy((deployed) => {
    seen.push(deployed);
    return { Painter: { kind: 'class', methods: { generate: ([word]) => `painted ${word}` } } };
  });
  await deploy(client, 'studio');
  expect(workspace.apps()).toEqual(['studio']);
  expect(seen).toMatchObject([{ app: 'studio', environment: 'main' }]);
  expect(seen[0]?.functions.Painter).toEqual({
    kind: 'class',
    methods: ['generate'],
    gpu: 'H100:2',
    timeout_s: 600,
    startup_timeout_s: null,
    scaledown_s: 60,
    min_containers: null,
    max_containers: 2,
    buffer_containers: null,
    concurrency: null,
  });
  const painter = await (await client.cls.fromName('studio', 'Painter')).instance();
  expect(await painter.method('generate').remote(['it'])).toBe('painted it');
  const ledger = await client.functions.fromName('studio', 'ledger');
  await expect(ledger.remote()).rejects.toThrow(/no handler/);
});

it('keeps an app without a name until it is published', async () => {
  const { client, workspace } = await startBench();
  const { appId } = await client.cpClient.appCreate({ description: 'studio', appState: INITIALIZING });
  await expect(client.apps.fromName('studio')).rejects.toThrow(NotFoundError);
  await client.cpClient.appClientDisconnect({ appId });
  expect(workspace.apps()).toEqual([]);
});

it('deploys the same app again, and stops it', async () => {
  const { client, workspace } = await startBench();
  const first = await deploy(client, 'studio');
  expect(await deploy(client, 'studio')).toBe(first);
  await client.cpClient.appStop({ appId: first });
  expect(workspace.apps()).toEqual([]);
  const { previousAppId, lifecycle } = await client.cpClient.appGetByDeploymentName({ name: 'studio' });
  expect(previousAppId).toBe(first);
  expect(lifecycle?.stoppedAt).toBeGreaterThan(0);
  expect(await deploy(client, 'studio')).not.toBe(first);
});

it('does not deploy into an environment that is not there', async () => {
  const { client, workspace } = await startBench();
  const ask = () => client.cpClient.appGetByDeploymentName({ name: 'studio', environmentName: 'prod' });
  await expect(ask()).rejects.toMatchObject({ code: 5 });
  workspace.environment('prod');
  expect((await ask()).appId).toBe('');
});
