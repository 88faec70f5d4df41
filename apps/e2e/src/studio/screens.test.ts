import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel } from '../launch.js';
import { axeFindings, DEVICE_NAMES, type Device, openOnce, type Visit, visit } from '../page.js';

let easel: Running;
let browser: Browser;

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

type Screen = [name: string, path: () => string, show: (page: Page, device: Device) => Promise<unknown>];

let done = '';
let several = '';
let stopped = '';
let picture = '';

const EMPTY: Screen[] = [
  ['create, nothing yet', () => '/', (page) => page.getByText('Describe a picture').waitFor()],
  ['gallery, nothing yet', () => '/gallery', (page) => page.getByText('Your pictures will be here').waitFor()],
];

const FILLED: Screen[] = [
  ['a picture', () => `/?task=${done}`, (page) => page.getByRole('button', { name: 'Remix' }).waitFor()],
  ['several pictures', () => `/?task=${several}`, (page) => page.getByRole('button', { name: 'Delete all' }).waitFor()],
  ['a stopped task', () => `/?task=${stopped}`, (page) => page.getByText('Stopped.').waitFor()],
  ['a task that is not there', () => '/?task=task_none', (page) => page.getByText('This task is not here').waitFor()],
  [
    'fields that are wrong',
    () => '/',
    async (page) => {
      await page.getByRole('button', { name: 'Generate' }).click();
      await page.getByRole('alert').first().waitFor();
    },
  ],
  [
    'every field',
    () => '/',
    async (page, device) => {
      if (device === 'phone') await page.getByRole('button', { name: /^Settings/ }).tap();
      await page.getByRole('radio', { name: 'Image to image' }).check();
      await page.getByRole('radio', { name: 'Locked' }).check();
      await page.getByText('Advanced').click();
    },
  ],
  [
    'choosing a reference',
    () => '/',
    async (page, device) => {
      if (device === 'phone') await page.getByRole('button', { name: /^Settings/ }).tap();
      await page.getByRole('radio', { name: 'Image to image' }).check();
      await page.getByRole('button', { name: 'From the gallery' }).click();
      await page.getByRole('dialog', { name: 'Choose a picture' }).getByRole('img').first().waitFor();
    },
  ],
  [
    'the queue',
    () => '/',
    async (page) => {
      await page.getByRole('button', { name: /^Queue/ }).click();
      await page.getByRole('region', { name: 'Queue' }).waitFor();
    },
  ],
  [
    'the gallery',
    () => '/gallery',
    (page) => page.getByRole('list', { name: 'Pictures' }).getByRole('img').first().waitFor(),
  ],
  ['no favourites', () => '/gallery?favorite=true', (page) => page.getByText('No favourites yet').waitFor()],
  [
    'an opened picture',
    () => `/gallery/${picture}`,
    (page) => page.getByRole('article').getByRole('img').first().waitFor(),
  ],
  [
    'a picture that is not there',
    () => '/gallery/asset_none',
    (page) => page.getByText('This picture is not here').waitFor(),
  ],
];

/** Both themes of one screen. What is not a matter of colour is the same in the other theme. */
async function look({ page, complaints }: Visit, [, path, show]: Screen, device: Device): Promise<void> {
  await page.goto(easel.base_url + path());
  await show(page, device);
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light';
  });
  expect(await axeFindings(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
  expect(complaints).toEqual([]);
}

describe.each(DEVICE_NAMES)('before anything was made, %s', (device) => {
  const open = openOnce(() => visit(browser, easel.base_url, device));
  test.each(EMPTY)('axe finds nothing: %s', async (...screen) => look(open(), screen, device));
});

describe('with pictures', () => {
  beforeAll(async () => {
    const model = easel.model;
    const one = await easel.easel.task.run({ model, input: { prompt: 'a red apple', seed: 3 } });
    const four = await easel.easel.task.run({ model, input: { prompt: 'blue car', seed: 1 }, count: 4 });
    const long = await easel.easel.task.create({ model, input: { prompt: 'a long road', steps: 50 }, count: 8 });
    await easel.easel.task.cancel(long.id);
    await easel.easel.task.wait(long.id);
    [done, several, stopped, picture] = [one.id, four.id, long.id, one.outputs[0]?.id ?? ''];
  });

  describe.each(DEVICE_NAMES)('%s', (device) => {
    const open = openOnce(() => visit(browser, easel.base_url, device));
    test.each(FILLED)('axe finds nothing: %s', async (...screen) => look(open(), screen, device));
  });

  test('on a phone, what is pressed is at least 44 pixels high', async () => {
    const { context, page } = await visit(browser, `${easel.base_url}/?task=${done}`, 'phone');
    await page.getByRole('button', { name: 'Remix' }).waitFor();
    const small = await page.locator('button:visible, a:visible, summary:visible').evaluateAll((elements) =>
      elements
        .map(
          (element) =>
            [element.textContent || element.getAttribute('aria-label'), element.getBoundingClientRect()] as const,
        )
        .filter(([, box]) => box.height < 44 && box.height > 0)
        .map(([name, box]) => `${name}: ${box.width} × ${box.height}`),
    );
    expect(small).toEqual([]);
    await context.close();
  });
});
