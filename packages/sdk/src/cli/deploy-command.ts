import { parseArgs } from 'node:util';
import type { Backend, Deploy } from '@easel/contracts';
import type { Easel } from '../easel.js';
import type { AnyModels } from '../models.js';
import { allBackends } from './backends-command.js';
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
}

async function wanted(easel: Easel<AnyModels>, id: string | undefined): Promise<Backend[]> {
  if (id !== undefined) return [await easel.backend.get(id)];
  const rented = (await allBackends(easel)).filter(({ kind, enabled }) => kind === 'modal' && enabled);
  if (rented.length > 0) return rented;
  throw new UsageError(
    'There is no enabled workspace to deploy to. Add one in the console under Backends, or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET for the server.',
  );
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
  try {
    let deploy = await easel.backend.deploy(id);
    terminal.note(`${label}: deploying ${deploy.models.length} models as ${deploy.app_name}`);
    const log = lineByLine((line) => terminal.note(line));
    for await (const part of easel.backend.deploy_log(id, deploy.id)) {
      log.add(part.text);
      if (part.deploy.state === 'checking' && deploy.state !== 'checking') terminal.note(`${label}: checking`);
      deploy = part.deploy;
    }
    log.end();
    return { backend_id: id, label, deploy, error: deploy.error };
  } catch (error) {
    return { backend_id: id, label, deploy: null, error: explain(error).message };
  }
}

const says = ({ label, deploy, error }: Outcome) =>
  error === null ? `${label}: ${deploy?.app_name} serves ${deploy?.models.length} models` : `${label}: ${error}`;

/** `easel deploy`: deploys the models of the settings to one workspace, or to each that is enabled, one after another. */
export async function deployCommand(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { ...COMMON_OPTIONS, backend: { type: 'string' } } });
  const easel = connect(values.url, terminal);
  const outcomes: Outcome[] = [];
  for (const backend of await wanted(easel, values.backend)) {
    const outcome = await deployTo(easel, backend, terminal);
    outcomes.push(outcome);
    if (!values.json) terminal.out(says(outcome));
  }
  if (values.json) terminal.out(JSON.stringify(outcomes, null, 2));
  return outcomes.every(({ error }) => error === null) ? 0 : 1;
}
