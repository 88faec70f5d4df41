import type { CallState } from '../call/call.js';
import type { Emulator } from '../emulator.js';
import type { Fault } from '../fault/fault.js';
import type { Workspace } from '../workspace/workspace.js';

/** A command from another process: its name and what it names. */
export interface Command {
  command: string;
  workspace?: string;
  call_id?: string;
  method?: string;
  fault?: Fault;
  when?: 'now' | 'on_completion';
  app?: string;
  environment?: string;
  token_secret?: string | null;
  state?: CallState;
}

/** The command is not known, or lacks what it needs. */
export class BadCommand extends Error {}

type OnCall = 'preempt' | 'expire' | 'cancel_by_them' | 'lose';

const ON_CALL: Record<OnCall, (workspace: Workspace, call_id: string, command: Command) => void> = {
  preempt: (workspace, call_id, { when }) => workspace.preempt(call_id, when),
  expire: (workspace, call_id) => workspace.expire(call_id),
  cancel_by_them: (workspace, call_id) => workspace.cancelByThem(call_id),
  lose: (workspace, call_id) => workspace.lose(call_id),
};

type OnWorkspace = (workspace: Workspace, command: Command) => unknown;

const ON_WORKSPACE: Record<string, OnWorkspace> = {
  down: (workspace) => workspace.down(),
  up: (workspace) => workspace.up(),
  revoke: (workspace) => workspace.revoke(),
  restore: (workspace) => workspace.restore(),
  accept: (workspace, { token_secret = null }) => workspace.accept(token_secret),
  stop_app: (workspace, { app, environment }) => workspace.stopApp(needed(app, 'app'), environment),
  apps: (workspace, { environment }) => workspace.apps(environment),
  containers: (workspace) => workspace.containers(),
};

function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new BadCommand(`The command needs ${name}`);
  return value;
}

const isOnCall = (name: string): name is OnCall => Object.hasOwn(ON_CALL, name);

/** Does what a command says; what it returns is the reply. */
export async function applyCommand(emulator: Emulator, command: Command): Promise<unknown> {
  const name = command.command;
  const chosen = command.workspace === undefined ? null : emulator.workspace(command.workspace);
  const calls = (chosen ? [chosen] : emulator.workspaces()).flatMap((workspace) =>
    workspace.calls().map((call) => ({ workspace, call })),
  );
  if (name === 'calls') {
    const wanted = calls.filter(({ call }) => command.state === undefined || call.state === command.state);
    return wanted.map(({ workspace, call }) => ({ workspace: workspace.token_id, ...call }));
  }
  if (isOnCall(name)) {
    const { call_id } = command;
    const running = calls.filter(({ call }) =>
      call_id === undefined ? call.state === 'running' : call.call_id === call_id,
    );
    const picked = running[Math.floor(emulator.random() * running.length)];
    if (picked) ON_CALL[name](picked.workspace, picked.call.call_id, command);
    return { call_id: picked?.call.call_id ?? null };
  }
  if (name === 'fault') {
    (chosen ?? emulator).faults.add(needed(command.method, 'method'), needed(command.fault, 'fault'));
    return {};
  }
  if (name === 'clear_faults') return (chosen ?? emulator).faults.clear() ?? {};
  if (name === 'freeze') return emulator.freeze() ?? {};
  if (name === 'thaw') return emulator.thaw() ?? {};
  if (name === 'kill') return (await emulator.kill()) ?? {};
  if (name === 'restart') return (await emulator.restart()) ?? {};
  if (name === 'unknown_rpcs') return emulator.unknown_rpcs;
  const onWorkspace = ON_WORKSPACE[name];
  if (!onWorkspace) throw new BadCommand(`There is no command ${name}`);
  return onWorkspace(needed(chosen ?? undefined, 'workspace'), command) ?? {};
}
