import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { end, freePort, ROOT, type Running, startBrowser, until } from '../launch.js';
import { createHand, DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { backendsOf, deploymentsOf, draw, part } from './fixtures.js';
import { SICK, startOperated, WELL } from './operated.js';

let easel: Running;
let browser: Browser;
const begin = visitEach();
let receiver: Server;
/** What the receiver of webhooks answers. */
let answer = 204;

beforeAll(async () => {
  receiver = createServer((request, response) => request.resume().on('end', () => response.writeHead(answer).end()));
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hosts = { EASEL_WEBHOOK_HOSTS: new URL(receiverUrl()).host };
  [easel, browser] = await Promise.all([startOperated(hosts), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
  await new Promise((resolve) => receiver?.close(resolve));
});

const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

async function go(path: string, device: Device): Promise<Page> {
  return (await begin(browser, easel.base_url + path, device)).page;
}

const backendNamed = async (label: string) => {
  const found = (await backendsOf(easel)).find((backend) => backend.label === label);
  if (!found) throw new Error(`There is no backend ${label}.`);
  return found;
};

describe.each(DEVICE_NAMES)('stories of operators, %s', (device) => {
  test('16: a sick backend to drained in 1 action', async () => {
    const { id } = await backendNamed(SICK);
    await easel.easel.backend.enable(id);
    const page = await go('/admin', device);
    const needs = part(page, 'What needs you');
    const fault = needs.getByRole('listitem').filter({ hasText: SICK });
    await fault.getByRole('button', { name: 'Drain' }).waitFor();
    const hand = createHand(page, device);
    await hand.press(fault.getByRole('button', { name: 'Drain' }));
    await until(async () => (await easel.easel.backend.get(id)).state === 'disabled', 'the backend to be drained');
    expect(hand.actions).toBeLessThanOrEqual(1);
    // And back, since nobody was asked before.
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await easel.easel.backend.get(id)).enabled, 'the backend to take work again');
  });

  test('17: who spent most this week in no action', async () => {
    const [first] = (await easel.easel.overview.get()).spenders;
    const page = await go('/admin', device);
    const rows = part(page, 'Who spent most this week').getByRole('listitem');
    await rows.first().waitFor();
    expect(await rows.first().textContent()).toContain(first?.owner.name);
  });

  test('18: a key for one model and 5 $ a month to its secret in 3 actions', async () => {
    const page = await go('/admin', device);
    const name = `bot-${device}`;
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const hand = createHand(page, device);
    if (device === 'phone') await page.goto(`${easel.base_url}/admin/keys`);
    else await hand.press(page.getByRole('link', { name: 'Keys', exact: true }));
    await hand.type(page.getByLabel('New key'), `${name} ${easel.model} $5/mo`);
    await hand.press(page.getByRole('button', { name: 'Make it' }));
    const secret = page.getByRole('textbox', { name: 'Key', exact: true });
    await secret.waitFor();
    expect(hand.actions).toBeLessThanOrEqual(3);
    const made = (await easel.easel.key.list()).items.find((key) => key.name === name);
    expect(made).toMatchObject({ models: [easel.model], budget_microusd: 5_000_000 });
    const headers = { authorization: `Bearer ${await secret.inputValue()}` };
    expect((await fetch(`${easel.base_url}/v1/tasks`, { headers })).status).toBe(200);
  });

  test('19: the id of a deleted task to who deleted it in 2 actions', async () => {
    const { id } = await draw(easel, 'soon gone');
    await easel.easel.task.remove(id);
    const page = await go('/admin', device);
    const hand = createHand(page, device);
    await hand.type(page.getByRole('searchbox', { name: /^Search by id/ }), id);
    await hand.key('Enter');
    await page.getByText(/Local owner deleted it on/).waitFor();
    expect(hand.actions).toBeLessThanOrEqual(2);
  });

  test('20: the audit log to the proof that it is unchanged in 1 page', async () => {
    const page = await go('/admin/audit', device);
    await part(page, 'Proof').getByText('Unchanged.').waitFor();
  });

  test('21: which deployments are stale in 1 page', async () => {
    const page = await go('/admin/models', device);
    const amiss = (await deploymentsOf(easel)).filter(({ state }) => state !== 'deployed').map(({ model }) => model);
    const rows = page.locator('[data-model]');
    await rows.first().waitFor();
    const order = await rows.evaluateAll((each) => each.map((row) => row.getAttribute('data-model') ?? ''));
    const places = order.map((model) => amiss.includes(model));
    // Those with something amiss stand before those without.
    expect(places).toEqual([...places].sort((a, b) => Number(b) - Number(a)));
    expect(places[0]).toBe(true);
  });

  test('22: warm containers from 1 to 2 in 1 action, with its price', async () => {
    const deployed = async () =>
      (await deploymentsOf(easel)).find((d) => d.backend_label === WELL && d.state === 'deployed');
    await until(async () => (await deployed()) !== undefined, 'the deployment to serve');
    const page = await go('/admin/models', device);
    const more = page.getByRole('button', {
      name: new RegExp(`^One more warm container of .* on ${WELL}, costs .* an hour`),
    });
    await until(async () => (await more.count()) > 0 && (await more.first().isEnabled()), 'a container to be added');
    const hand = createHand(page, device);
    await hand.press(more.first());
    await page.getByText(`${WELL} keeps 2 containers`).waitFor();
    expect(hand.actions).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`${WELL} keeps 1 container of`).waitFor();
  });

  test('23: a failed webhook to delivered in 1 page and 1 action', async () => {
    answer = 500;
    const hook = await easel.easel.webhook.create({ url: receiverUrl(), events: ['task.done'] });
    const task = await draw(easel, 'told too late');
    const deliveries = async () => (await easel.easel.webhook.deliveries({ webhook_id: hook.id })).items;
    await until(async () => (await deliveries()).some((d) => d.attempt_count > 0), 'a delivery to be tried');
    answer = 204;
    const page = await go('/admin/deliveries', device);
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: /^Send again/ }).first());
    await until(
      async () => (await deliveries()).some((d) => d.task_id === task.id && d.state === 'delivered'),
      'the delivery',
    );
    expect(hand.actions).toBeLessThanOrEqual(1);
    await easel.easel.webhook.remove(hook.id);
  });
});

test('24: an empty host and a backup to a running installation in 1 command', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-restored-'));
  const backup = join(folder, 'backup');
  const { npm_config_user_agent: _, ...env } = process.env;
  const script = join(ROOT, 'packages/tooling/bootstrap');
  await promisify(execFile)(process.execPath, [join(script, 'command.mjs'), 'backup', backup], {
    cwd: ROOT,
    env: { ...env, EASEL_DATA_DIR: easel.data_dir },
  });
  const port = await freePort();
  const child = spawn(process.execPath, [join(script, 'start.mjs'), '--restore', backup], {
    cwd: ROOT,
    env: {
      ...env,
      EASEL_DATA_DIR: join(folder, 'data'),
      EASEL_PORT: String(port),
      EASEL_SETTINGS: easel.settings_file,
    },
    stdio: 'ignore',
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${url}/v1/ready`).catch(() => null))?.ok === true, 'the restored server');
    const before = (await easel.easel.overview.get({ window_s: 7 * 86_400 })).ended;
    const after = await (await fetch(`${url}/v1/admin/overview?window_s=${7 * 86_400}`)).json();
    expect(after.ended).toEqual(before);
  } finally {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  }
});
