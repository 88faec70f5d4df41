import type { Task } from '@easel/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IN_FRONT_OF_MODAL, type Running, startBrowser, startEasel, until } from '../launch.js';
import { visitEach } from '../page.js';
import { addWorkspace, backendsOf, deploymentsOf, part } from './fixtures.js';

/** The second workspace of the emulated Modal: nothing is deployed there. */
const SECOND = { token_id: 'ak-emulated-two', token_secret: 'as-emulated-two' };
const QUICK = { EASEL_EMULATED_START_MS: '50', EASEL_EMULATED_LOAD_MS: '50' };

let browser: Browser;
let easel: Running;
const begin = visitEach();
let id = '';

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(undefined, QUICK, IN_FRONT_OF_MODAL), startBrowser()]);
  ({ id } = await addWorkspace(easel, SECOND, 'second'));
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

async function go(path: string): Promise<Page> {
  return (await begin(browser, `${easel.base_url}/admin${path}`, 'wide')).page;
}

const cells = async () => (await deploymentsOf(easel)).filter((cell) => cell.backend_id === id);
const allDeployed = async () => (await cells()).every(({ state }) => state === 'deployed');
const log = (page: Page) => part(page, 'Deployment log');
const complete = (page: Page) => page.getByText(/^\d+ lines, complete$/).waitFor();

/** A picture of a model that only workspaces run. */
async function runThere(): Promise<Task> {
  const model = (await easel.easel.model.list({ limit: 100 })).items.find(
    ({ limits, default_mode }) => !limits.runtimes.includes('embedded') && default_mode === 'txt2img',
  );
  if (model === undefined) throw new Error('The settings name no model for rented GPUs.');
  return easel.easel.task.run({ model: model.id, input: { prompt: 'a red apple' } });
}

// One story in order: what is deployed in one test is used by the next.
test('what is missing is seen on one page and deployed from there; the log is followed, and kept', async () => {
  expect(new Set((await cells()).map(({ state }) => state))).toEqual(new Set(['missing']));
  const page = await go('/deployments?only=amiss');
  await page.getByRole('button', { name: 'Deploy second' }).click();
  await page.waitForURL((url) => url.pathname.endsWith(id) && url.searchParams.has('deploy'));
  await complete(page);
  const text = await log(page).textContent();
  await part(page, 'Deployments').getByText('Succeeded').waitFor();
  await until(allDeployed, 'all models to be deployed');
  await part(page, 'Models').getByText('Deployed', { exact: true }).first().waitFor();
  await part(page, 'History').getByText('Deployed', { exact: true }).waitFor();
  await page.reload();
  await complete(page);
  expect(await log(page).textContent()).toBe(text);
});

test('a task that ran there says where and why; it is listed and added up', async () => {
  for (const other of await backendsOf(easel)) if (other.id !== id) await easel.easel.backend.disable(other.id);
  const task = await runThere();
  const page = await go(`/tasks/${task.id}`);
  const attempt = part(page, 'Attempts').getByRole('listitem').first();
  await attempt.getByRole('link', { name: 'second' }).waitFor();
  const [tried] = (await easel.easel.task.attempts(task.id)).items;
  if (tried === undefined) throw new Error('The task has no attempt.');
  expect(tried.deploy_hash).not.toBeNull();
  const text = (await attempt.textContent()) ?? '';
  expect(text).toContain(tried.reason);
  expect(text).toContain(tried.deploy_hash?.slice(0, 7));
  await page.goto(`${easel.base_url}/admin/calls?backend=${id}`);
  await page
    .getByRole('button', { name: /^Details of/ })
    .first()
    .click();
  await page.getByText(task.id).waitFor();
  await page.goto(`${easel.base_url}/admin/usage`);
  const sums = part(page, 'By backend').getByRole('row', { name: /second/ });
  await sums.getByRole('link', { name: '1', exact: true }).waitFor();
});

test('another deployment is made, and gone back from', async () => {
  const before = await easel.easel.backend.get(id);
  const [kept] = await cells();
  if (kept === undefined) throw new Error('Nothing is deployed.');
  await easel.easel.backend.patch(id, { models: [kept.model] });
  const page = await go(`/backends/${id}`);
  await page.getByRole('button', { name: 'Deploy second' }).click();
  await complete(page);
  await until(
    async () => (await easel.easel.backend.get(id)).app_name !== before.app_name,
    'the new deployment to serve',
  );
  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).toContain(before.app_name);
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await page.getByText(`is back on ${before.app_name}`).waitFor();
  expect((await easel.easel.backend.get(id)).app_name).toBe(before.app_name);
});
