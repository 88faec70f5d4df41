export type { DeclaredFunction } from './app/drafts.js';
export type { DeployedApp, DeployHook } from './app/publish-app.js';
export type { CallState, CallView } from './call/call.js';
export type { ContainerView } from './container/live-container.js';
export type { Command } from './control/apply-command.js';
export { type ControlServer, listenControl } from './control/control-server.js';
export type { Emulator } from './emulator.js';
export type { Fault, Faults } from './fault/fault.js';
export {
  type ClassParameter,
  type Container,
  type EnterContext,
  type FailureStatus,
  type FunctionSpec,
  type Handler,
  type HandlerContext,
  ModalFailure,
} from './function/function-spec.js';
export type { EmulatorOptions } from './options.js';
export type { QueueView } from './queue/queues.js';
export type { RpcRecord } from './rpc/rpc-log.js';
export { runCommand } from './run-command.js';
export { startEmulator } from './start-emulator.js';
export type { DictView } from './workspace/dict.js';
export type { Workspace } from './workspace/workspace.js';
