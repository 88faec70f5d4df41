import { describe, expect, test } from 'vitest';
import { aBackend, aDeploy, aDeployment, logPart } from '../../test/backend-fixture.js';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { runCli } from './run-cli.js';

const LIST = 'GET /v1/admin/backends?limit=100';
const page = (...items: unknown[]) => ({ json: { items, next_cursor: null } });
const deployOf = (id: string) => `POST /v1/admin/backends/${id}/deploys`;
const logOf = (id: string, query: string) => `GET /v1/admin/backends/${id}/deploys/deploy_1/log?${query}`;
const servingOn = (id: string, app_name: string | null): [string, { json: unknown }] => [
  `GET /v1/admin/backends/${id}`,
  { json: aBackend({ id, app_name }) },
];
const NEW = 'easel-12345678';
const EMBEDDED = aBackend({ id: 'embedded', kind: 'embedded', label: 'This machine', in_flight: 2 });

async function easel(...args: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await runCli(args, {
    env: {},
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    progress: () => undefined,
  });
  return { code, out, notes };
}

describe('backends', () => {
  test('a table with what is deployed where, and JSON', async () => {
    const backend = aBackend({ in_flight: 3, unknown: 1 });
    const deployments = [aDeployment(), aDeployment({ model: 'film', state: 'stale' })];
    const server = await withServer(
      [LIST, { json: { items: [backend], next_cursor: 'c2' } }],
      [`${LIST}&cursor=c2`, page(EMBEDDED)],
      ['GET /v1/admin/deployments', { json: { items: deployments } }],
      [LIST, page(backend)],
    );
    const { out } = await easel('backends', '--url', server.url);
    expect(out).toEqual([
      'ID         LABEL         STATE  MODELS               IN FLIGHT  UNKNOWN',
      'backend_1  Studio        ready  1 deployed, 1 stale  3          1',
      'embedded   This machine  ready  -                    2          0',
    ]);
    const { out: json } = await easel('backends', '--json', '--url', server.url);
    expect(JSON.parse(json.join('')).map(({ id }: { id: string }) => id)).toEqual(['backend_1']);
  });
});

describe('deploy', () => {
  test('to every enabled workspace, one after another, with the log as it is written', async () => {
    const other = aBackend({ id: 'backend_2', label: 'Other' });
    const server = await withServer(
      [LIST, page(aBackend(), aBackend({ id: 'backend_3', enabled: false }), other, EMBEDDED)],
      [deployOf('backend_1'), { status: 202, json: aDeploy() }],
      [logOf('backend_1', 'offset=0'), { json: logPart(0, 'building\npush') }],
      [logOf('backend_1', 'offset=13&wait_s=25'), { json: logPart(13, 'ing\n', { state: 'checking' }) }],
      [logOf('backend_1', 'offset=17&wait_s=25'), { json: logPart(17, '', { state: 'succeeded' }) }],
      servingOn('backend_1', NEW),
      [deployOf('backend_2'), { status: 202, json: aDeploy() }],
      [logOf('backend_2', 'offset=0'), { json: logPart(0, 'cut', { state: 'failed', error: 'It does not answer.' }) }],
      servingOn('backend_2', 'easel-older'),
    );
    const { code, out, notes } = await easel('deploy', '--url', server.url);
    expect(notes).toEqual([
      'Studio: deploying sketch as easel-12345678',
      'Studio: building',
      'Studio: pushing',
      'Studio: checking',
      'Other: deploying sketch as easel-12345678',
      'Other: cut',
    ]);
    expect(out).toEqual(['Studio: easel-12345678 serves sketch', 'Other: It does not answer. easel-older serves.']);
    expect(code).toBe(1);
  });

  test('to one of them, as JSON', async () => {
    const server = await withServer(
      ['GET /v1/admin/backends/backend_1', { json: aBackend() }],
      [deployOf('backend_1'), { status: 202, json: aDeploy() }],
      [logOf('backend_1', 'offset=0'), { json: logPart(0, 'done\n', { state: 'succeeded' }) }],
      servingOn('backend_1', NEW),
    );
    const { code, out } = await easel('deploy', '--backend', 'backend_1', '--json', '--url', server.url);
    expect(code).toBe(0);
    expect(JSON.parse(out.join('\n'))).toEqual([
      { backend_id: 'backend_1', label: 'Studio', deploy: aDeploy({ state: 'succeeded' }), error: null, serves: NEW },
    ]);
  });

  test('one that cannot begin fails, and the others go on', async () => {
    const server = await withServer(
      [LIST, page(aBackend(), aBackend({ id: 'backend_2', label: 'Other' }))],
      [deployOf('backend_1'), problem(409, 'conflict', { detail: 'A deployment is under way.' })],
      servingOn('backend_1', null),
      [deployOf('backend_2'), { status: 202, json: aDeploy() }],
      [logOf('backend_2', 'offset=0'), { json: logPart(0, '', { state: 'succeeded' }) }],
      servingOn('backend_2', NEW),
    );
    const { code, out } = await easel('deploy', '--url', server.url);
    expect(out).toEqual([
      expect.stringMatching(/A deployment is under way\..* Nothing serves there\.$/),
      'Other: easel-12345678 serves sketch',
    ]);
    expect(code).toBe(1);
  });

  test('without a workspace there is nothing to deploy to', async () => {
    const server = await withServer([LIST, page(EMBEDDED)]);
    const { code, notes } = await easel('deploy', '--url', server.url);
    expect([code, notes[0]]).toEqual([2, expect.stringContaining('Add a workspace first: ')]);
  });

  test('the engine of the own machine needs none, and is not said to serve nothing', async () => {
    const get = 'GET /v1/admin/backends/embedded';
    const refused = problem(409, 'conflict', { detail: 'This machine needs no deployment.' });
    const server = await withServer(
      [get, { json: EMBEDDED }],
      [deployOf('embedded'), refused],
      [get, { json: EMBEDDED }],
    );
    const { code, out } = await easel('deploy', '--backend', 'embedded', '--url', server.url);
    expect(code).toBe(1);
    expect(out).toEqual(['This machine: This machine needs no deployment.']);
  });

  test('disabled workspaces are named, not deployed to', async () => {
    const server = await withServer([LIST, page(aBackend({ enabled: false }), EMBEDDED)]);
    const { code, notes } = await easel('deploy', '--url', server.url);
    expect([code, notes[0]]).toEqual([2, expect.stringContaining('disabled: Studio (backend_1).')]);
  });

  test('a log that breaks off fails with the deployment that began, and what serves is not guessed', async () => {
    const server = await withServer(
      ['GET /v1/admin/backends/backend_1', { json: aBackend() }],
      [deployOf('backend_1'), { status: 202, json: aDeploy() }],
      [logOf('backend_1', 'offset=0'), { json: logPart(0, 'half') }],
      [logOf('backend_1', 'offset=4&wait_s=25'), problem(404, 'not_found')],
      ['GET /v1/admin/backends/backend_1', problem(404, 'not_found')],
    );
    const { code, out, notes } = await easel('deploy', '--backend', 'backend_1', '--json', '--url', server.url);
    expect(code).toBe(1);
    expect(notes.at(-1)).toBe('Studio: half');
    const [outcome] = JSON.parse(out.join('\n'));
    expect(outcome).toMatchObject({ deploy: { id: 'deploy_1' }, error: expect.stringContaining('not_found') });
    expect(outcome).not.toHaveProperty('serves');
  });
});
