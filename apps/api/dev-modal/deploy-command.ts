import { readFileSync } from 'node:fs';

/**
 * What `EASEL_MODAL_COMMAND` runs in front of an emulated Modal: takes `deploy <file>` and `app stop <name>` like the
 * real command, and tells the process that holds the emulator.
 */
const [url = '', ...words] = process.argv.slice(2);
const { MODAL_TOKEN_ID: token_id = '', MODAL_ENVIRONMENT: environment = '', EASEL_DEPLOYMENT } = process.env;

function commandOf(): Record<string, unknown> {
  if (words[0] === 'deploy') {
    if (EASEL_DEPLOYMENT === undefined) throw new Error('EASEL_DEPLOYMENT must name a deployment.');
    console.log('Building the image (emulated).');
    return { verb: 'deploy', token_id, deployment: JSON.parse(readFileSync(EASEL_DEPLOYMENT, 'utf8')) };
  }
  if (words[0] === 'app' && words[1] === 'stop') return { verb: 'stop', token_id, environment, app_name: words.at(-1) };
  throw new Error(`${words.join(' ')} is not known here. Known: deploy, app stop.`);
}

try {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(commandOf()) });
  console.log((await answer.text()).trimEnd());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
