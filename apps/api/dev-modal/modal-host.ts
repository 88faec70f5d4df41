import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ModalRuntime } from '@easel/contracts';
import type { Emulator } from '@easel/modal-emulator';
import { z } from 'zod';
import { deployWorker, type Run, type WorkerOptions } from './emulated-worker.js';
import { createResultsStore, type ResultsStore } from './results-store.js';

/** The file that a deployment hands to `modal deploy`, as far as the emulated worker needs it. */
const DeploymentFile = z.object({
  app_name: z.string(),
  environment: z.string(),
  worker_version: z.string(),
  models: z.record(
    z.string(),
    z.object({ deploy_hash: z.string(), runtime: ModalRuntime, revision: z.string().nullable() }),
  ),
});

const Command = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('deploy'), token_id: z.string(), deployment: DeploymentFile }),
  z.object({ verb: z.literal('stop'), token_id: z.string(), environment: z.string(), app_name: z.string() }),
]);

export interface ModalHost {
  /** What `EASEL_MODAL_COMMAND` is set to, so that deployments land in the emulator. */
  command: string[];
  results(token_id: string): ResultsStore;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer); // a request without an encoding gives buffers
  return Buffer.concat(pieces).toString();
}

/**
 * Stands in for the command `modal` in front of an emulator: what it is told to deploy becomes an app there, with `run` as
 * the work of its models.
 *
 * @param program the built `deploy-command.js`
 */
export async function startModalHost(
  emulator: Emulator,
  program: string,
  worker: { run: Run } & Partial<Omit<WorkerOptions, 'models' | 'results' | 'worker_version' | 'run'>>,
): Promise<ModalHost> {
  const stores = new Map<string, ResultsStore>();
  const results = (token_id: string) => {
    const store = stores.get(token_id) ?? createResultsStore();
    stores.set(token_id, store);
    return store;
  };

  function obey(command: z.infer<typeof Command>): string[] {
    const workspace = emulator.workspace(command.token_id);
    if (command.verb === 'stop') {
      workspace.stopApp(command.app_name, command.environment || undefined);
      return [`Stopped ${command.app_name}.`];
    }
    const { app_name, environment, worker_version, models } = command.deployment;
    const pinned = Object.entries(models).map(([id, model]) => [
      id,
      { ...model, revision: model.revision ?? 'emulated' },
    ]);
    const options = {
      ...worker,
      worker_version,
      models: Object.fromEntries(pinned),
      results: results(command.token_id),
    };
    deployWorker(workspace, app_name, options, environment || undefined);
    return [
      ...Object.entries(models).map(([id, { runtime }]) => `Created class for ${id} on ${runtime.gpu}.`),
      'Created function ledger.',
      `App ${app_name} deployed.`,
    ];
  }

  const server = createServer((request, response) => {
    void bodyOf(request)
      .then((text) => obey(Command.parse(JSON.parse(text))))
      .then((lines) => response.end(`${lines.join('\n')}\n`))
      .catch((error: unknown) => {
        response.statusCode = 400;
        response.end(`${error instanceof Error ? error.message : String(error)}\n`);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    command: [process.execPath, program, `http://127.0.0.1:${port}`],
    results,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
