import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { modalClassName } from '@easel/contracts';
import type { FunctionSpec, HandlerContext, Workspace } from '@easel/modal-emulator';
import type { DeployedModel } from './emulated-worker.js';

const EVENTS = 'easel-events';
const INLINE_BYTES = 4 * 1024 * 1024;

export interface PythonWorker {
  /** The worker's own Python. */
  python: string;
  /** The folder of the worker's package. */
  worker_dir: string;
  /** Claims and results of the workspace: they outlive containers and apps. */
  state_dir: string;
}

type Line = { event: { attempt_id: string } } | { reply: unknown; data?: string | null };

/** One command of the worker: a request goes in, lines come out. Ended with the container. */
async function ask(
  worker: PythonWorker,
  command: string,
  request: object,
  signal: AbortSignal,
  onLine: (line: Line) => void,
): Promise<void> {
  const child = spawn(worker.python, ['-m', 'easel_worker', command], {
    cwd: worker.worker_dir,
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A child that ends early closes its end first; its exit code says what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(request));
  for await (const line of createInterface({ input: child.stdout })) onLine(JSON.parse(line));
  const code = await ended;
  if (code !== 0) throw new Error(`the worker ended with ${code}: ${said.slice(-2000)}`);
}

function filesOf(folder: string): Record<string, Uint8Array> {
  const names = readdirSync(folder).filter((name) => /^(output|poster)-\d+$/.test(name));
  const files = Object.fromEntries(names.map((name) => [name, Uint8Array.from(readFileSync(join(folder, name)))]));
  const total = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);
  return total <= INLINE_BYTES ? files : {};
}

function generate(worker: PythonWorker, id: string, { deploy_hash }: DeployedModel) {
  return async (args: unknown[], _kwargs: Record<string, unknown>, call: HandlerContext) => {
    const [job_json, files] = args as [string, Record<string, Uint8Array>];
    const { attempt_id } = JSON.parse(job_json) as { attempt_id: string };
    const files_dir = join(worker.state_dir, 'inputs', call.call_id);
    mkdirSync(files_dir, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(files_dir, name), bytes);
    const { call_id } = call;
    const request = { call_id, job_json, files_dir, state_dir: worker.state_dir, model: id, deploy_hash };
    let reply: unknown;
    await ask(worker, 'invoke', request, call.signal, (line) => {
      if ('event' in line) call.queue(EVENTS).put(attempt_id, JSON.stringify(line.event));
      else reply = line.reply;
    });
    const results = join(worker.state_dir, 'results', attempt_id);
    const finished = typeof reply === 'object' && reply !== null && 'result' in reply;
    return { reply: JSON.stringify(reply), files: finished ? filesOf(results) : {} };
  };
}

/** Deploys the worker in Python to an emulated workspace: every call is a process of it. */
export function deployPythonWorker(
  workspace: Workspace,
  app_name: string,
  models: Record<string, DeployedModel>,
  worker: PythonWorker,
): void {
  const described = Object.fromEntries(
    Object.entries(models).map(([id, { deploy_hash, revision }]) => [id, { deploy_hash, revision }]),
  );
  const ledger = async (args: unknown[], _kwargs: Record<string, unknown>, call: HandlerContext) => {
    const request = { request_json: String(args[0]), state_dir: worker.state_dir, models: described };
    let answer: object = {};
    await ask(worker, 'ledger', request, call.signal, (line) => {
      if ('event' in line) return;
      const { reply, data } = line;
      answer = typeof data === 'string' ? { reply, data: Buffer.from(data, 'base64') } : { reply };
    });
    return answer;
  };
  const classes = Object.entries(models).map(([id, model]): [string, FunctionSpec] => [
    modalClassName(id),
    { kind: 'class', methods: { generate: generate(worker, id, model) }, max_containers: 2 },
  ]);
  workspace.deploy(app_name, { ...Object.fromEntries(classes), ledger: { kind: 'function', handler: ledger } });
}
