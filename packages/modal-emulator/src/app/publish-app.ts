import { type FunctionSpec, type Handler, ModalFailure } from '../function/function-spec.js';
import type { Workspace } from '../workspace/workspace.js';
import type { DeclaredFunction } from './drafts.js';

/** An app as `modal deploy` has just published it. */
export interface DeployedApp {
  workspace: Workspace;
  environment: string;
  app: string;
  functions: Record<string, DeclaredFunction>;
}

/** Gives the functions of a deployment their handlers. What it leaves out fails when it is called. */
export type DeployHook = (deployed: DeployedApp) => Record<string, FunctionSpec>;

const bodiless: Handler = () => {
  throw new ModalFailure('FAILURE', `NotImplementedError('This function has no handler in the emulator')`);
};

/** A declaration's own limits, wherever the hook says nothing else. */
export function withDeclared(declared: DeclaredFunction, given: FunctionSpec | undefined): FunctionSpec {
  const body: FunctionSpec = given ?? withoutBody(declared);
  return { ...limitsOf(declared), ...body };
}

const withoutBody = ({ kind, methods }: DeclaredFunction): FunctionSpec =>
  kind === 'function'
    ? { kind, handler: bodiless }
    : { kind, methods: Object.fromEntries(methods.map((method) => [method, bodiless])) };

type Limits = Partial<Omit<FunctionSpec, 'kind' | 'handler' | 'methods'>>;

function limitsOf(declared: DeclaredFunction): Limits {
  const limits: Limits = {};
  const { gpu, timeout_s, startup_timeout_s, scaledown_s } = declared;
  if (gpu !== null) limits.gpu = gpu;
  if (timeout_s !== null) limits.timeout_ms = timeout_s * 1000;
  if (startup_timeout_s !== null) limits.startup_timeout_ms = startup_timeout_s * 1000;
  if (scaledown_s !== null) limits.scaledown_ms = scaledown_s * 1000;
  if (declared.min_containers !== null) limits.min_containers = declared.min_containers;
  if (declared.max_containers !== null) limits.max_containers = declared.max_containers;
  if (declared.buffer_containers !== null) limits.buffer_containers = declared.buffer_containers;
  if (declared.concurrency !== null) limits.concurrency = declared.concurrency;
  return limits;
}
