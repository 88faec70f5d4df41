import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { draw, drawLong, entry } from './fixtures.js';

let easel: Running;
let browser: Browser;
const begin = visitEach();

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

async function go(path: string, device: Device): Promise<Page> {
  return (await begin(browser, easel.base_url + path, device)).page;
}

const ids = (page: Page) =>
  page.locator('[data-task]').evaluateAll((links) => links.map((link) => link.getAttribute('data-task')));

describe.each(DEVICE_NAMES)('tasks, %s', (device) => {
  test('filters live in the address', async () => {
    const done = await draw(easel, 'a red apple');
    const stopped = await easel.easel.task.cancel((await drawLong(easel)).id);
    await easel.easel.task.wait(stopped.id);
    const page = await go('/admin/tasks', device);
    await entry(page, done.id).waitFor();

    await page.getByRole('button', { name: 'Cancelled' }).click();
    await page.getByRole('button', { name: 'Failed' }).click();
    await page.getByLabel('Model').selectOption(easel.model);
    await until(async () => !(await ids(page)).includes(done.id), 'the done task to leave');
    expect(new URL(page.url()).search).toBe(`?status=failed,cancelled&model=${easel.model}`);

    await page.reload();
    await entry(page, stopped.id).waitFor();
    expect(await ids(page)).not.toContain(done.id);
    expect(await page.getByRole('button', { pressed: true }).allTextContents()).toEqual(['Failed', 'Cancelled']);
    expect(await page.getByLabel('Model').inputValue()).toBe(easel.model);

    await page.getByRole('button', { name: 'Clear' }).click();
    await entry(page, done.id).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('a task appears as it is created, and its end is seen without a reload', async () => {
    const page = await go('/admin/tasks', device);
    await page.getByRole('button', { name: /^Ready$/ }).waitFor();
    const task = await easel.easel.task.create({ model: easel.model, input: { prompt: 'a blue car' } });
    await entry(page, task.id).waitFor();
    await entry(page, task.id).getByText('Done').waitFor();
    expect((await ids(page))[0]).toBe(task.id);
  });

  test('cancel in the list stops the task', async () => {
    const task = await drawLong(easel);
    const page = await go('/admin/tasks?status=pending,processing,cancelled', device);
    await entry(page, task.id).getByRole('button', { name: 'Cancel task' }).click();
    await entry(page, task.id).getByText('Cancelled').waitFor();
    expect((await easel.easel.task.get(task.id)).status).toBe('cancelled');
    // On a phone these counts stand in the menu.
    if (device === 'phone') await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Running 0' }).waitFor();
  });

  test('retry in the list makes a new task that names the old one', async () => {
    const old = await easel.easel.task.cancel((await drawLong(easel)).id);
    await easel.easel.task.wait(old.id);
    const page = await go('/admin/tasks', device);
    await entry(page, old.id).getByRole('button', { name: 'Retry task' }).click();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/admin/tasks/') && !url.pathname.endsWith(old.id));
    await page.getByRole('link', { name: old.id }).waitFor();
    const { pathname } = new URL(page.url());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await easel.easel.task.wait(pathname.split('/').at(-1) ?? '');
  });
});

test('J and K walk, Enter opens, Backspace returns, / goes to the field', async () => {
  await draw(easel, 'a green tree');
  await draw(easel, 'a yellow sun');
  const page = await go('/admin/tasks', 'wide');
  await page.locator('[data-task]').first().waitFor();
  const [first, second] = await ids(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-task'));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await until(async () => (await focused()) === second, 'the second row to have the focus');
  await page.keyboard.press('k');
  await until(async () => (await focused()) === first, 'the first row to have the focus');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/admin/tasks/${first}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Backspace');
  await page.waitForURL('**/admin/tasks');
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: /^Search by id/ }).fill(second ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/admin/tasks/${second}`);
});

test('two tabs share one stream, and the second takes over when the first closes', async () => {
  const page = await go('/admin/tasks', 'wide');
  await page.getByRole('button', { name: /^Ready$/ }).waitFor();
  const second = await page.context().newPage();
  const streams: string[] = [];
  second.on('request', (request) => {
    if (request.url().endsWith('/v1/events')) streams.push(request.url());
  });
  await second.goto(`${easel.base_url}/admin/tasks`);
  await second.getByRole('button', { name: /^Ready$/ }).waitFor();
  const task = await easel.easel.task.create({ model: easel.model, input: { prompt: 'a blue car' } });
  await entry(second, task.id).waitFor();
  expect(streams).toEqual([]);
  await page.close();
  await until(() => streams.length === 1, 'the second tab to listen for itself');
  const next = await easel.easel.task.create({ model: easel.model, input: { prompt: 'a red house' } });
  await entry(second, next.id).waitFor();
});
