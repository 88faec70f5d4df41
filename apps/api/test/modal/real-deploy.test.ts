import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { modalClassName } from '@easel/contracts';
import { type DeployedApp, startEmulator } from '@easel/modal-emulator';
import { expect } from 'vitest';
import { expectedDeployment } from '../../src/backend/deploy/deployment.js';
import { createModalBackend } from '../../src/backend/modal/modal-backend.js';
import { readConfig } from '../../src/config.js';
import { fixtureSettings, startApp } from '../harness.js';
import { QUICK } from './modal-world.js';
import { PYTHON, testWithPython } from './worker-python.js';

const TOKEN = { token_id: 'ak-deployed9x2f', token_secret: 'as-deployed' };
const LIST = '/v1/admin/backends';
const COMMIT = 'c0ffee0000000000000000000000000000000000';

/** A hub that knows one commit. */
async function startHub() {
  const server = createServer((_request, response) => response.end(JSON.stringify({ sha: COMMIT })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

testWithPython(
  "Modal's own command deploys the worker to a workspace, and it serves once it answers",
  async () => {
    const emulator = await startEmulator();
    const hub = await startHub();
    emulator.workspace(TOKEN.token_id).accept(TOKEN.token_secret);
    const settings = fixtureSettings();
    for (const { runtimes } of Object.values<{ runtimes: { modal?: { pipeline: string } } }>(settings.models)) {
      if (runtimes.modal) runtimes.modal.pipeline = 'FluxPipeline';
    }
    const { PATH } = process.env;
    const modal = readConfig({ PATH, MODAL_SERVER_URL: emulator.url, HF_ENDPOINT: hub.url });
    const app = await startApp({
      settings,
      backends: [],
      config: { modal: { ...modal.modal, command: [PYTHON ?? '', '-m', 'modal'] } },
      createModal: (options) => createModalBackend({ ...options, timings: QUICK }),
    });
    try {
      const { models } = await expectedDeployment(app.ctx, { environment: null, models: null });
      const said = Object.entries(models).map(([id, { deploy_hash }]) => [id, { deploy_hash, revision: COMMIT }]);
      const reply = JSON.stringify({ worker_version: '1', models: Object.fromEntries(said) });
      const deployed: DeployedApp[] = [];
      emulator.onDeploy((seen) => {
        deployed.push(seen);
        return { ledger: { kind: 'function', handler: () => ({ reply }) } };
      });
      const { id } = (await app.call('POST', LIST, { body: { kind: 'modal', label: 'Studio', ...TOKEN } })).body;
      const { body } = await app.call('POST', `${LIST}/${id}/deploys`);
      const log = async () => (await app.call('GET', `${LIST}/${id}/deploys/${body.id}/log?wait_s=1`)).body;
      await expect.poll(async () => (await log()).done, { timeout: 60_000 }).toBe(true);
      expect((await log()).deploy).toMatchObject({ state: 'succeeded', error: null });
      const names = Object.keys(models).map(modalClassName);
      expect(Object.keys(deployed[0]?.functions ?? {}).sort()).toEqual([...names, 'ledger'].sort());
      expect(deployed[0]?.functions[names[0] ?? '']).toMatchObject({ kind: 'class', methods: ['generate'], gpu: 'L4' });
      expect((await app.call('GET', `${LIST}/${id}`)).body).toMatchObject({ app_name: body.app_name, state: 'ready' });
    } finally {
      await app.stop();
      await emulator.stop();
      await hub.close();
    }
  },
  120_000,
);
