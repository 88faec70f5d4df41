import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel } from '../launch.js';
import { axeFindings, LOOKS, type Visit, visit } from '../page.js';
import { draw, drawLong, startStrict } from './fixtures.js';

let empty: Running;
let easel: Running;
let strict: Running;
let browser: Browser;
let done = '';
let failed = '';
let stopped = '';

beforeAll(async () => {
  [empty, easel, strict, browser] = await Promise.all([startEasel(), startEasel(), startStrict(), startBrowser()]);
  done = (await draw(easel, 'a red apple', 2)).id;
  stopped = (await easel.easel.task.cancel((await drawLong(easel)).id)).id;
  failed = (await strict.easel.task.wait((await drawLong(strict)).id)).id;
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([empty?.stop(), easel?.stop(), strict?.stop()]);
});

type Screen = [name: string, on: () => Running, path: () => string, show: (page: Page) => Promise<unknown>];

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).waitFor();
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click();

const SCREENS: Screen[] = [
  ['nothing ran yet', () => empty, () => '/', heading('What needs you')],
  ['overview', () => easel, () => '/', (page) => page.locator('svg.recharts-surface').first().waitFor()],
  ['audit log', () => easel, () => '/audit', (page) => page.getByText('Unchanged.').waitFor()],
  ['audit log, no match', () => easel, () => '/audit?action=user.invite', heading('No entry fits these filters')],
  ['proof of the log', () => easel, () => '/audit', press('Prove it elsewhere')],
  ['an entry of the log', () => easel, () => '/audit', (page) => page.locator('[data-row] button').first().click()],
  ['a thing that is not there', () => easel, () => '/things/task_none', heading('Nothing is known of this id')],
  ['settings', () => easel, () => '/settings', heading('Environment')],
  ['storage', () => easel, () => '/storage', heading('The largest')],
  ['retention', () => easel, () => '/retention', heading('Rules')],
  ['a rule of retention', () => easel, () => '/retention', press('Add a rule')],
  ['deliveries', () => easel, () => '/deliveries', heading('Nothing was delivered yet')],
  ['webhooks', () => easel, () => '/webhooks', heading('No endpoints')],
  ['no tasks yet', () => empty, () => '/tasks', heading('No tasks yet')],
  ['tasks', () => easel, () => '/tasks', (page) => page.locator(`[data-task="${done}"]`).waitFor()],
  ['tasks, no match', () => easel, () => '/tasks?type=video', heading('No task fits these filters')],
  ['a done task', () => easel, () => `/tasks/${done}`, (page) => page.getByText('2 of 2 outputs stored').waitFor()],
  ['a stopped task', () => easel, () => `/tasks/${stopped}`, heading('Attempts')],
  [
    'a failed task',
    () => strict,
    () => `/tasks/${failed}`,
    (page) => page.getByText('run_timeout', { exact: true }).first().waitFor(),
  ],
  ['a task that is not there', () => easel, () => '/tasks/task_none', heading('This task is not here')],
  ['models', () => easel, () => '/models', (page) => page.locator('main a').first().waitFor()],
  ['a model', () => easel, () => `/models/${easel.model}`, heading('Parameters')],
  ['a model that is not there', () => easel, () => '/models/none', heading('The settings declare no model “none”')],
  ['no such page', () => easel, () => '/elsewhere', heading('There is no such page')],
  ['the system', () => easel, () => '/models', press(/^Ready$/)],
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
