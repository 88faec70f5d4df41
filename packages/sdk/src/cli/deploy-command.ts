import { parseArgs } from 'node:util';
import type { Backend, Deploy } from '@easel/contracts';
import type { Easel } from '../easel.js';
import type { AnyModels } from '../models.js';
import { COMMON_OPTIONS, connect } from './connection.js';
import { explain } from './explain.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** How one deployment ended; `deploy` is null when it could not begin. */
interface Outcome {
  backend_id: string;
  label: string;
  deploy: Deploy | null;
  error: string | null;
  /** The app that serves afterwards, null for none; absent when the server could not be asked, or nothing is ever deployed there. */
  serves?: string | null;
}

async function wanted(easel: Easel<AnyModels>, id: string | undefined): Promise<Backend[]> {
  if (id !== undefined) return [await easel.backend.get(id)];
  const rented: Backend[] = [];
  for await (const backend of easel.backend.all()) if (backend.kind === 'modal') rented.push(backend);
  if (rented.length === 0) {
    throw new UsageError(
      'Add a workspace first: in the console under Backends, or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET for the server.',
    );
  }
  const enabled = rented.filter((backend) => backend.enabled);
  if (enabled.length > 0) return enabled;
  const disabled = rented.map(({ id, label }) => `${label} (${id})`).join(', ');
  throw new UsageError(`Every workspace is disabled: ${disabled}. Enable one first, or name one with --backend.`);
}

/** Passes whole lines on; the rest waits for its end. */
function lineByLine(line: (text: string) => void) {
  let waiting = '';
  return {
    add(text: string) {
      const lines = (waiting + text).split('\n');
      waiting = lines.pop() ?? '';
      for (const whole of lines) line(whole);
    },
    end() {
      if (waiting !== '') line(waiting);
    },
  };
}

async function deployTo(easel: Easel<AnyModels>, { id, label }: Backend, terminal: Terminal): Promise<Outcome> {
  let deploy: Deploy | null = null;
  const tell = (line: string) => terminal.note(`${label}: ${line}`);
  const log = lineByLine(tell);
  try {
    deploy = await easel.backend.deploy(id);
    tell(`deploying ${deploy.models.join(', ')} as ${deploy.app_name}`);
    for await (const part of easel.backend.deploy_log(id, deploy.id)) {
      log.add(part.text);
      if (part.deploy.state === 'checking' && deploy.state !== 'checking') tell('checking');
      deploy = part.deploy;
    }
    log.end();
    const error = deploy.state === 'succeeded' ? null : (deploy.error ?? 'The deployment failed.');
    return { backend_id: id, label, deploy, error };
  } catch (error) {
    log.end();
    return { backend_id: id, label, deploy, error: explain(error).message };
  }
}

/** What serves after a deployment, however it ended. That it cannot be asked does not make the deployment fail. */
const servingOn = (easel: Easel<AnyModels>, id: string): Promise<Pick<Outcome, 'serves'>> =>
  easel.backend.get(id).then(
    // The engine of the server's own machine serves without an app.
    ({ kind, app_name }) => (kind === 'modal' ? { serves: app_name } : {}),
    () => ({}),
  );

function says({ label, deploy, error, serves }: Outcome): string {
  if (error === null && serves === deploy?.app_name) return `${label}: ${serves} serves ${deploy?.models.join(', ')}`;
  const ended = error ?? `${deploy?.app_name} is deployed.`;
  if (serves === undefined) return `${label}: ${ended}`;
  return `${label}: ${ended} ${serves === null ? 'Nothing serves there.' : `${serves} serves.`}`;
}

/** `easel deploy`: deploys the models of the settings to one workspace, or to each that is enabled, one after another. */
export async function deployCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { ...COMMON_OPTIONS, backend: { type: 'string' } } });
  const easel = connect(values.url, terminal);
  const outcomes: Outcome[] = [];
  for (const backend of await wanted(easel, values.backend)) {
    const ended = await deployTo(easel, backend, terminal);
    const outcome = { ...ended, ...(await servingOn(easel, backend.id)) };
    outcomes.push(outcome);
    if (!values.json) terminal.out(says(outcome));
  }
  if (values.json) terminal.out(JSON.stringify(outcomes, null, 2));
  return outcomes.every(({ error }) => error === null) ? 0 : 1;
}
