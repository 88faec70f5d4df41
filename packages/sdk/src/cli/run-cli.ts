import { explain } from './explain.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

type Command = (args: string[], terminal: Terminal) => Promise<number>;

const HELP = `easel: pictures from prompts, from the command line

  easel models                            what the server can make
  easel generate "a red apple"            make pictures and write them to files
      --model --mode --count              which model, which mode, how many
      --param key=value                   any parameter, repeatable
      --image file                        an image to start from: a path or an asset id
      --out folder                        where to write, the current folder when absent
  easel types --settings file --out file  literal types of the models of a settings file
  easel backends                          where tasks run, and what is deployed there
  easel deploy                            deploy the models to every enabled workspace on Modal
      --backend id                        to this one
  easel smoke                             walk through the whole life cycle, exit code 1 on any failure
      --model id                          with this model, in each of its modes; writes the evidence to a file
      --evidence file                     which file

  --url address   the server, else EASEL_URL, else http://127.0.0.1:4100
  --json          results and errors as JSON`;

/** Commands are loaded when they are called, so that each loads only what it needs. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  models: async () => (await import('./models-command.js')).modelsCommand,
  generate: async () => (await import('./generate-command.js')).generateCommand,
  types: async () => (await import('./types-command.js')).typesCommand,
  backends: async () => (await import('./backends-command.js')).backendsCommand,
  deploy: async () => (await import('./deploy-command.js')).deployCommand,
  smoke: async () => (await import('./smoke-command.js')).smokeCommand,
};

const isUsage = (error: unknown) =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

/** Runs one command. Exit code 0: done; 1: it failed; 2: the command line is wrong. */
export async function runCli(args: string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
    terminal.out(HELP);
    return name === undefined ? 2 : 0;
  }
  try {
    const load = COMMANDS[name];
    if (!load) throw new UsageError(`There is no command ${name}. There are: ${Object.keys(COMMANDS).join(', ')}.`);
    return await (await load())(rest, terminal);
  } catch (error) {
    const { code, message, detail, request_id } = explain(error);
    if (rest.includes('--json')) terminal.note(JSON.stringify({ error: { code, message, detail, request_id } }));
    else {
      terminal.note(`easel ${name}: ${message}`);
      for (const line of detail) terminal.note(`  ${line}`);
      if (request_id !== null) terminal.note(`  request ${request_id}`);
    }
    return isUsage(error) ? 2 : 1;
  }
}
