import type { DeployHook } from './app/publish-app.js';
import { listenBlobs } from './blob/blob-server.js';
import { Blobs } from './blob/blobs.js';
import type { Emulator } from './emulator.js';
import { type Fault, FaultList } from './fault/fault.js';
import { loadMethods } from './load-proto.js';
import { type EmulatorOptions, withDefaults } from './options.js';
import { seededRandom } from './random.js';
import { answers } from './rpc/answers.js';
import { admit, header, runRpc } from './rpc/handle-rpc.js';
import { RpcLog } from './rpc/rpc-log.js';
import { FrontDoor } from './transport/front-door.js';
import { type GrpcReply, type GrpcRequest, listenGrpc } from './transport/grpc-server.js';
import { RpcError } from './transport/status.js';
import { openWorkspace } from './workspace/open-workspace.js';
import type { Workspace } from './workspace/workspace.js';
import { newWorkspaceState, type WorkspaceState } from './workspace/workspace-state.js';

/** Starts Modal's control plane on this machine: gRPC on one port, uploads and downloads on another. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = withDefaults(options);
  const methods = loadMethods();
  const blobs = new Blobs();
  const faults = new FaultList();
  const log = new RpcLog();
  const unknown = new Set<string>();
  let hook: DeployHook = () => ({});
  const rooms = new Map<string, { state: WorkspaceState; workspace: Workspace }>();

  const room = (token_id: string): { state: WorkspaceState; workspace: Workspace } => {
    const known = rooms.get(token_id);
    if (known) return known;
    const state = newWorkspaceState(token_id, blobs, settings);
    const made = { state, workspace: openWorkspace(state) };
    rooms.set(token_id, made);
    return made;
  };

  const faultFor = (token_id: string, method: string): Fault | null =>
    room(token_id).state.faults.take(method) ?? faults.take(method);

  const answer = async (request: GrpcRequest): Promise<GrpcReply> => {
    const name = request.path.slice(request.path.lastIndexOf('/') + 1);
    const method = methods.get(name);
    const known = answers[name];
    if (!method || !known || method.path !== request.path) {
      unknown.add(request.path.slice(1).replaceAll('/', '.'));
      throw new RpcError('UNIMPLEMENTED', `${request.path} is not known to this emulator`);
    }
    const token_id = header(request.headers, 'x-modal-token-id');
    if (token_id === '') throw new RpcError('UNAUTHENTICATED', 'x-modal-token-id is missing');
    const { state, workspace } = room(token_id);
    const message = method.requestDeserialize(request.message);
    log.add(token_id, name, message);
    const context = { state, workspace, blobs, blob_url: emulator.blob_url, onDeploy: hook, signal: request.signal };
    admit(name, request.headers, context);
    return runRpc(method, known, faultFor(token_id, name), request, context, message);
  };

  const grpc = await listenGrpc(answer);
  const http = await listenBlobs(blobs, (token_id, method, blob_id) => {
    log.add(token_id, method, { blob_id });
    return faultFor(token_id, method);
  });
  const doors = [new FrontDoor(settings.port, grpc.port), new FrontDoor(settings.blob_port, http.port)] as const;
  const kill = async (): Promise<void> => void (await Promise.all(doors.map((door) => door.kill())));
  const restart = async (): Promise<void> => void (await Promise.all(doors.map((door) => door.open())));
  await restart();

  const emulator: Emulator = {
    url: `http://127.0.0.1:${doors[0].port}`,
    blob_url: `http://127.0.0.1:${doors[1].port}`,
    workspace: (token_id) => room(token_id).workspace,
    workspaces: () => [...rooms.values()].map(({ workspace }) => workspace),
    onDeploy: (given) => {
      hook = given;
    },
    faults,
    get unknown_rpcs() {
      return [...unknown];
    },
    assertClean: () => {
      if (unknown.size > 0) throw new Error(`Asked for and not known: ${[...unknown].join(', ')}`);
    },
    log: log.records,
    freeze: () => {
      for (const door of doors) door.freeze();
    },
    thaw: () => {
      for (const door of doors) door.thaw();
    },
    kill,
    restart,
    stop: async () => {
      await kill();
      for (const { state } of rooms.values()) {
        for (const { pool } of state.apps.everyFunction()) pool.close('stopped');
      }
      grpc.server.close();
      http.server.closeAllConnections();
      http.server.close();
    },
    random: seededRandom(settings.seed),
  };
  return emulator;
}
