import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { axeFindings, createHand, DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { chooseMode, closeFields, openFields, result } from './world.js';

const LOOP_MS = 90_000;

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

/** What a browser makes of a video: whether it has pictures to show, how long and large it is, where it stands. */
const stateOf = (page: Page) =>
  page
    .getByRole('group', { name: /^Video: / })
    .locator('video')
    .evaluate((element) => {
      const { readyState, duration, videoWidth, videoHeight, currentTime, loop } = element as HTMLVideoElement;
      return { readyState, duration, videoWidth, videoHeight, currentTime, loop };
    });

describe.each(DEVICE_NAMES)('a loop, %s', (device) => {
  test('is made through the form, plays, begins again, and is found in the gallery', async () => {
    const model = await easel.easel.model.get(easel.model);
    const prompt = `bouncing ${device === 'phone' ? 'red apple' : 'yellow star'}`;
    const page = await go('/', device);
    await openFields(page, device);
    await chooseMode(page, model, 't2v');
    await page.getByLabel('Length in seconds', { exact: true }).fill('2');
    await page.keyboard.press('Tab');
    await closeFields(page, device);
    await page.getByLabel('Prompt').first().fill(prompt);
    await page.getByRole('button', { name: 'Generate' }).click();
    await result(page).getByText('so far').first().waitFor();
    await result(page).locator('video').waitFor({ timeout: LOOP_MS });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await until(async () => (await stateOf(page)).currentTime > 0.2, 'the loop to play');
    const size = { videoWidth: 512, videoHeight: 512 };
    expect(await stateOf(page)).toMatchObject({ ...size, loop: true, duration: 2 });
    expect((await stateOf(page)).readyState).toBeGreaterThanOrEqual(2);
    await until(async () => (await stateOf(page)).currentTime > 1.5, 'the end of the loop');
    await until(async () => (await stateOf(page)).currentTime < 1, 'the loop to begin again');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const download = page.getByRole('link', { name: 'Download' });
    expect(await download.getAttribute('download')).toMatch(/^bouncing-.*\.mp4$/);

    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${easel.base_url}/gallery`);
    const tile = page.getByRole('link', { name: prompt });
    await until(
      () => tile.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth > 0),
      'the still picture of the loop',
    );
    await tile.click();
    await page.getByRole('article', { name: 'Video' }).waitFor();
    await until(async () => (await stateOf(page)).readyState >= 2, 'the loop beside the gallery');
    expect(await axeFindings(page)).toEqual([]);
  });

  test('is left in the middle when it is stopped', async () => {
    const { id } = await easel.easel.task.create({
      model: easel.model,
      mode: 't2v',
      input: { prompt: 'a long loop', duration_s: 4, fps: 24 },
      count: 4,
    });
    const page = await go('/', device);
    const hand = createHand(page, device);
    await result(page).getByText('so far').first().waitFor();
    await hand.press(result(page).getByRole('button', { name: 'Stop', exact: true }));
    await page.getByText('Stopped.').waitFor();
    expect((await easel.easel.task.get(id)).status).toBe('cancelled');
  });
});
