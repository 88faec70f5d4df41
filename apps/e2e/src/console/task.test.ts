import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { isShown, visitEach } from '../page.js';
import { draw, drawLong, part, startStrict } from './fixtures.js';

let easel: Running;
let strict: Running;
let browser: Browser;
const begin = visitEach();

beforeAll(async () => {
  [easel, strict, browser] = await Promise.all([startEasel(), startStrict(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([easel?.stop(), strict?.stop()]);
});

async function go({ base_url }: Running, id: string): Promise<Page> {
  return (await begin(browser, `${base_url}/admin/tasks/${id}`, 'wide')).page;
}

const lines = (page: Page) => part(page, 'Timeline').getByRole('list').last().getByRole('listitem');

test('a done task shows its history, its attempt, its outputs and its input', async () => {
  const task = await draw(easel, 'a red apple', 2);
  const page = await go(easel, task.id);
  await until(
    async () => ((await lines(page).last().textContent()) ?? '').includes('2 of 2 outputs stored'),
    'the event log to be replayed',
  );
  const text = await lines(page).allTextContents();
  expect(text[0]).toContain('Created');
  expect(text[1]).toMatch(/\+\d+ (ms|s)|\+\d+\.\d+ s/);
  expect(text.length).toBeGreaterThanOrEqual(3);

  const attempts = part(page, 'Attempts').getByRole('listitem');
  await until(async () => (await attempts.count()) > 0, 'the attempt');
  expect(await attempts.count()).toBe(1);
  expect(await attempts.first().textContent()).toContain('Succeeded');

  const pictures = part(page, /^Outputs/).getByRole('img');
  await until(async () => (await Promise.all((await pictures.all()).map(isShown))).every(Boolean), 'both pictures');
  expect(await pictures.count()).toBe(2);

  const { labels } = task.snapshot;
  for (const [name, value] of Object.entries(task.input)) {
    const row = part(page, 'Input').getByRole('row', { name: labels[name] ?? name, exact: false });
    expect(await row.first().textContent()).toContain(String(value));
  }
  await page.getByText('Task as JSON').click();
  expect(await part(page, 'Task as JSON').textContent()).toContain(`"id": "${task.id}"`);
});

test('a failed task says what, why and what now, and shows the attempt that failed', async () => {
  const { id } = await drawLong(strict);
  const task = await strict.easel.task.wait(id);
  if (task.error === null) throw new Error(`The task was to fail, and is ${task.status}.`);
  const page = await go(strict, id);
  await page.getByText(task.error.hint).first().waitFor();
  expect(await page.getByText(task.error.message).first().isVisible()).toBe(true);
  await until(
    async () => ((await lines(page).last().textContent()) ?? '').includes('Failed'),
    'the last line to say so',
  );
  const attempts = part(page, 'Attempts').getByRole('listitem');
  const tried = (await strict.easel.task.attempts(id)).items;
  await until(async () => (await attempts.count()) === tried.length, 'all attempts');
  expect(await attempts.last().textContent()).toContain(task.error.code);
});

test('a running task moves by itself, and cancel stops it', async () => {
  const { id } = await drawLong(easel);
  const page = await go(easel, id);
  const bar = page.getByRole('progressbar', { name: `Progress of ${id}` });
  await until(async () => Number(await bar.getAttribute('aria-valuenow').catch(() => 0)) > 0, 'progress');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await until(
    async () => ((await lines(page).last().textContent()) ?? '').includes('Cancelled'),
    'the last line to say so',
  );
  expect(await part(page, 'Timeline').textContent()).toContain('Cancel requested');
  expect((await easel.easel.task.get(id)).status).toBe('cancelled');
});

test('delete can be undone, also after a reload', async () => {
  const { id } = await draw(easel, 'two pink hearts');
  const page = await go(easel, id);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'This task was deleted' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Undo the deletion' }).click();
  await page.getByRole('heading', { name: 'This task was deleted' }).waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 1, name: 'two pink hearts' }).waitFor();
  expect((await easel.easel.task.get(id)).status).toBe('done');
});
