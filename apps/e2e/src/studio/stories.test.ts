import type { Task } from '@easel/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { axeFindings, createHand, DEVICE_NAMES, isShown, type Visit, visit } from '../page.js';

let easel: Running;
let browser: Browser;
let open: Visit | undefined;

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

async function go(path: string, device: (typeof DEVICE_NAMES)[number]): Promise<Page> {
  await open?.context.close();
  open = await visit(browser, easel.base_url + path, device);
  return open.page;
}

const result = (page: Page) => page.getByRole('region', { name: 'Result' });

/** The result in sight shows this many finished pictures. */
async function showsPictures(page: Page, prompt: string, count: number): Promise<void> {
  const pictures = result(page).getByRole('img', { name: new RegExp(`^${prompt}(?! .*unfinished)`) });
  await until(async () => {
    if (
      (await pictures.count()) !== count ||
      (await page.getByRole('button', { name: 'Stop', exact: true }).count()) > 0
    )
      return false;
    return (await Promise.all((await pictures.all()).map(isShown))).every(Boolean);
  }, `${count} pictures of ${prompt}`);
}

const newest = async (): Promise<Task> => {
  const [task] = (await easel.easel.task.list({ limit: 1 })).items;
  if (!task) throw new Error('There is no task.');
  return task;
};

const draw = (prompt: string, seed: number) => easel.easel.task.run({ model: easel.model, input: { prompt, seed } });

/** A task that takes long enough to be caught at it. */
async function drawLong(): Promise<Task> {
  const model = await easel.easel.model.get(easel.model);
  const steps = model.parameters.steps;
  return easel.easel.task.create({
    model: easel.model,
    input: { prompt: 'a long story', ...(steps?.type === 'integer' ? { steps: steps.max } : {}) },
    count: model.modes[model.default_mode]?.max_count ?? 1,
  });
}

describe.each(DEVICE_NAMES)('stories, %s', (device) => {
  test('1: first launch to the picture of an own prompt in 2 actions', async () => {
    const page = await go('/', device);
    const hand = createHand(page, device);
    await hand.type(page.getByLabel('Prompt').first(), 'a green pear');
    await hand.press(page.getByRole('button', { name: 'Generate' }));
    await showsPictures(page, 'a green pear', 1);
    expect(hand.actions).toBeLessThanOrEqual(2);
  });

  test('2: an older picture and a changed form, to the same seed in another colour in 2 actions', async () => {
    const older = await draw('a red apple', 4711);
    const page = await go('/', device);
    await page.getByLabel('Prompt').first().fill('something else entirely');
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.getByRole('link', { name: 'a red apple' }).first().click();
    const hand = createHand(page, device);
    await hand.type(page.getByLabel('Prompt of this picture'), 'a blue apple');
    await hand.key('Enter');
    await showsPictures(page, 'a blue apple', 1);
    expect(hand.actions).toBeLessThanOrEqual(2);
    const task = await newest();
    expect(task.input).toEqual({ ...older.input, prompt: 'a blue apple' });
    // The form was not asked, and is as it was.
    expect(await page.getByLabel('Prompt').first().inputValue()).toBe('something else entirely');
  });

  test('3: from there to four with new seeds in 1 action', async () => {
    await draw('a yellow star', 12);
    const page = await go('/gallery', device);
    await page.getByRole('link', { name: 'a yellow star' }).first().click();
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: '4 more' }));
    await showsPictures(page, 'a yellow star', 4);
    expect(hand.actions).toBeLessThanOrEqual(1);
    expect((await newest()).input.seed).not.toBe(12);
  });

  test('8: running to stopped in 1 action', async () => {
    const task = await drawLong();
    const page = await go('/', device);
    const hand = createHand(page, device);
    await hand.press(result(page).getByRole('button', { name: 'Stop', exact: true }));
    await page.getByText('Stopped.').waitFor();
    expect(hand.actions).toBeLessThanOrEqual(1);
    expect((await easel.easel.task.get(task.id)).status).toBe('cancelled');
  });

  test('10: an output to the reference of the next one in 1 action', async () => {
    const task = await draw('a white egg', 3);
    const page = await go(`/?task=${task.id}`, device);
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: 'Use as reference' }));
    if (device === 'phone') await page.getByRole('button', { name: /^Settings/ }).tap();
    await page.getByRole('img', { name: 'Reference' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Image to image' }).isChecked()).toBe(true);
    expect(hand.actions).toBeLessThanOrEqual(1);
  });
});

describe.each(DEVICE_NAMES)('a failure, %s', (device) => {
  test('14: failed an hour ago, to its cause and remedy read in 1 action', async () => {
    const strict = await startEasel((settings) => {
      for (const model of Object.values(settings.models)) {
        model.max_attempts = 1;
        if (model.runtimes.embedded) model.runtimes.embedded.timeout_s = 1;
      }
    });
    const before = easel;
    easel = strict;
    try {
      const failed = await strict.easel.task.wait((await drawLong()).id);
      expect(failed.status).toBe('failed');
      const page = await go('/gallery', device);
      await page.clock.setFixedTime(Date.now() + 3_660_000);
      await page.reload();
      const hand = createHand(page, device);
      await hand.press(page.getByRole('button', { name: /^Queue/ }));
      const queue = page.getByRole('region', { name: 'Queue' });
      await queue.getByText('1 hour ago').waitFor();
      await queue.getByText(failed.error?.message ?? '?').waitFor();
      await queue.getByText(failed.error?.hint ?? '?').waitFor();
      expect(hand.actions).toBeLessThanOrEqual(1);
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(`${strict.base_url}/?task=${failed.id}`);
      await result(page)
        .getByText(failed.error?.hint ?? '?')
        .waitFor();
      expect(await axeFindings(page)).toEqual([]);
    } finally {
      easel = before;
      await open?.context.close();
      open = undefined;
      await strict.stop();
    }
  });
});
