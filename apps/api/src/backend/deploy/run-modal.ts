import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import type { Credentials } from '../credentials.js';
import type { DeploymentFile } from './deployment.js';
import { type CommandEnd, runCommand } from './run-command.js';
import { workerDir } from './worker-version.js';

interface Run {
  credentials: Credentials;
  environment: string | null;
  signal: AbortSignal;
  onText: (text: string) => void;
}

/** Runs Modal's own command for one workspace: nothing of this process's environment reaches it but the path. */
async function runModal(
  { config }: Pick<Context, 'config'>,
  run: Run,
  wanted: { parameters: string[]; deployment?: DeploymentFile },
): Promise<CommandEnd> {
  // Readable by us alone.
  const home = await mkdtemp(join(tmpdir(), 'easel-deploy-'));
  const file = join(home, 'deployment.json');
  const { modal, root_dir } = config;
  const env: Record<string, string> = {
    PATH: modal.path,
    HOME: home,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    PYTHONPATH: workerDir(root_dir),
    ...(modal.python_user_base === null ? {} : { PYTHONUSERBASE: modal.python_user_base }),
    MODAL_TOKEN_ID: run.credentials.token_id,
    MODAL_TOKEN_SECRET: run.credentials.token_secret,
    ...(run.environment === null ? {} : { MODAL_ENVIRONMENT: run.environment }),
    ...(modal.server_url === null ? {} : { MODAL_SERVER_URL: modal.server_url }),
    ...(modal.hf_endpoint === null ? {} : { HF_ENDPOINT: modal.hf_endpoint }),
    ...(wanted.deployment ? { EASEL_DEPLOYMENT: file } : {}),
  };
  try {
    if (wanted.deployment) await writeFile(file, JSON.stringify(wanted.deployment), { mode: 0o600 });
    const { signal, onText } = run;
    return await runCommand({ words: [...modal.command, ...wanted.parameters], cwd: home, env, signal, onText });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Deploys the worker as a deployment says. */
export const modalDeploy = (
  ctx: Pick<Context, 'config'>,
  run: Run,
  deployment: DeploymentFile,
): Promise<CommandEnd> => {
  const app = join(workerDir(ctx.config.root_dir), 'easel_worker', 'modal_app.py');
  return runModal(ctx, run, { parameters: ['deploy', app], deployment });
};

/** Ends an app and its containers. */
export const modalStop = (ctx: Pick<Context, 'config'>, run: Run, app_name: string): Promise<CommandEnd> =>
  runModal(ctx, run, { parameters: ['app', 'stop', '--yes', app_name] });
