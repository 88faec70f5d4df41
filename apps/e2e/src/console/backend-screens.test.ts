import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IN_FRONT_OF_MODAL, type Running, startBrowser, startEasel, until } from '../launch.js';
import { axeFindings, LOOKS, type Visit, visit } from '../page.js';
import { addWorkspace, backendsOf, draw } from './fixtures.js';

let empty: Running;
let easel: Running;
let browser: Browser;
let rented = '';
let waiting = '';

beforeAll(async () => {
  [empty, easel, browser] = await Promise.all([
    startEasel(),
    startEasel(undefined, {}, IN_FRONT_OF_MODAL),
    startBrowser(),
  ]);
  await draw(easel, 'a red apple');
  rented = (await backendsOf(easel)).find(({ kind }) => kind === 'modal')?.id ?? '';
  const newest = async () => (await easel.easel.backend.deploys(rented, { limit: 1 })).items[0];
  await until(async () => (await newest())?.state === 'succeeded', 'the first deployment');
  await addWorkspace(easel, { token_id: 'ak-emulated-two', token_secret: 'as-wrong' }, 'refused');
  await easel.easel.backend.set_dispatch(true);
  waiting = (await easel.easel.task.create({ model: easel.model, input: { prompt: 'a blue car' } })).id;
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([empty?.stop(), easel?.stop()]);
});

type Screen = [name: string, on: () => Running, path: () => string, show: (page: Page) => Promise<unknown>];

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).waitFor();
const shown = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Add a workspace' }).click();
  await page.getByText('Name, environment, weight, models').click();
  await page.getByRole('switch', { name: /^All/ }).click();
  await page.getByRole('checkbox').first().waitFor();
}

async function openScale(page: Page) {
  await page
    .getByRole('button', { name: /^Scale/ })
    .first()
    .click();
  await page.getByLabel('Warm').waitFor();
}

const SCREENS: Screen[] = [
  ['backends, none rented', () => empty, () => '/backends', heading(/^Connect Modal/)],
  ['deployments, none', () => empty, () => '/deployments', heading('No workspace to deploy to')],
  ['calls, none', () => empty, () => '/calls', heading('No calls yet')],
  ['usage, none', () => empty, () => '/usage', heading('Nothing ran in these days')],
  ['backends', () => easel, () => `/backends?model=${easel.model}`, shown('It waits')],
  ['a workspace being added', () => easel, () => '/backends', openForm],
  ['a backend and its log', () => easel, () => `/backends/${rented}`, openScale],
  ['this machine', () => easel, () => '/backends/embedded', heading('Current calls')],
  ['a backend that is not there', () => easel, () => '/backends/none', heading('This backend is not here')],
  ['deployments', () => easel, () => '/deployments', shown('Deployed')],
  ['calls', () => easel, () => '/calls', (page) => page.locator('[data-call]').first().waitFor()],
  ['usage', () => easel, () => '/usage', (page) => page.getByRole('slider').waitFor()],
  ['a task that waits', () => easel, () => `/tasks/${waiting}`, heading('Where it goes and why')],
];

describe.each(LOOKS)('%s, %s', (device, theme) => {
  let open: Visit;
  beforeAll(async () => {
    open = await visit(browser, `${easel.base_url}/admin/models`, device, theme);
  });
  afterAll(() => open?.context.close());

  test.each(SCREENS)('axe finds nothing: %s', async (_, on, path, show) => {
    const { page, complaints } = open;
    await page.goto(`${on().base_url}/admin${path()}`);
    await show(page);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
