import type { Model, Task } from '@easel/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, until } from '../launch.js';
import { axeFindings, createHand, DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { chooseMode, chooseModel, modelWith, openFields, result, startWorld } from './world.js';

let easel: Running;
let browser: Browser;
const begin = visitEach();
let apple: Task;
let film: Task;

/** The shortest and smallest video that a model makes. */
async function filmOf(model: Model, prompt: string): Promise<Task> {
  const { frames } = model.parameters;
  const size = model.size?.options.toSorted((a, b) => a.width * a.height - b.width * b.height)[0];
  return easel.easel.task.run({
    model: model.id,
    mode: 't2v',
    input: {
      prompt,
      ...(frames?.type === 'integer' ? { frames: frames.min } : {}),
      ...(size ? { width: size.width, height: size.height } : {}),
    },
  });
}

beforeAll(async () => {
  [easel, browser] = await Promise.all([startWorld(), startBrowser()]);
  const model = await modelWith(easel, 't2v', 'i2v');
  [apple, film] = await Promise.all([
    easel.easel.task.run({ model: easel.model, input: { prompt: 'a red apple', seed: 4 } }),
    filmOf(model, 'a paper boat'),
  ]);
  await easel.easel.task.run({ model: easel.model, input: { prompt: 'a green pear', seed: 5 } });
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

async function go(path: string, device: Device): Promise<Page> {
  return (await begin(browser, easel.base_url + path, device)).page;
}

const video = (page: Page) => page.getByRole('group', { name: /^Video: / }).locator('video');
const timeOf = (page: Page) => video(page).evaluate((element) => (element as HTMLVideoElement).currentTime);
const isPaused = (page: Page) => video(page).evaluate((element) => (element as HTMLVideoElement).paused);

describe.each(DEVICE_NAMES)('a finished video, %s', (device) => {
  test('plays when asked, in a loop, frame by frame, by keys', async () => {
    const page = await go(`/?task=${film.id}`, device);
    await video(page).waitFor();
    // Whoever wants no motion gets none unasked.
    expect(await isPaused(page)).toBe(true);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await until(async () => (await timeOf(page)) > 0.1, 'the video to play');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const loop = page.getByRole('button', { name: 'Loop' });
    expect(await loop.getAttribute('aria-pressed')).toBe('true');
    await loop.click();
    await until(() => video(page).evaluate((element) => !(element as HTMLVideoElement).loop), 'no loop');
    const position = page.getByLabel('Position');
    await position.focus();
    await page.keyboard.press('Home');
    await until(async () => (await timeOf(page)) === 0, 'the start');
    await page.keyboard.press('.');
    await until(async () => (await timeOf(page)) > 0.02, 'the next frame');
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const download = page.getByRole('link', { name: 'Download' });
    expect(await download.getAttribute('download')).toMatch(/^a-paper-boat-\d+\.webm$/);
  });

  test('is opened from the gallery, where its keys are its own', async () => {
    const page = await go('/gallery', device);
    const tile = page.getByRole('link', { name: /a paper boat/ });
    await tile.getByText(/^Video, /).waitFor({ state: 'attached' });
    expect(await axeFindings(page)).toEqual([]);
    const box = await tile.boundingBox();
    const output = film.outputs[0];
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo((output?.width ?? 0) / (output?.height ?? 1), 1);
    await tile.click();
    await page.getByRole('article', { name: 'Video' }).waitFor();
    await video(page).waitFor();
    const url = page.url();
    await page.getByLabel('Position').focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => (await timeOf(page)) > 0, 'the video to be moved');
    expect(page.url()).toBe(url);
    await page.getByText('(estimate)').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'light';
    });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
  });

  test('10: goes on in another one from its last frame in 1 action', async () => {
    const page = await go(`/?task=${film.id}`, device);
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: 'Continue' }));
    await page.getByText('First image set.').waitFor();
    expect(hand.actions).toBe(1);
    await openFields(page, device);
    await page.getByRole('img', { name: 'First image' }).waitFor();
    const [frame] = (await easel.easel.asset.list({ kind: 'input', limit: 1 })).items;
    expect(frame).toMatchObject({ width: film.outputs[0]?.width, height: film.outputs[0]?.height });
  });

  test('10: a picture becomes the first image of a video in 1 action', async () => {
    const page = await go(`/?task=${apple.id}`, device);
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: 'Animate' }));
    await openFields(page, device);
    await page.getByRole('img', { name: 'First image' }).waitFor();
    expect(hand.actions).toBe(1);
  });

  test('13: a first and a last image to a queued video in 4 actions', async () => {
    const page = await go(`/?task=${apple.id}`, device);
    const hand = createHand(page, device);
    await hand.press(page.getByRole('button', { name: 'Animate' }));
    if (device === 'phone') await hand.press(page.getByRole('button', { name: /^Settings/ }));
    await hand.press(page.getByRole('button', { name: /^Last image: take a green pear$/ }));
    await page.getByRole('img', { name: 'Last image' }).waitFor();
    await page.getByText('Also done by').waitFor();
    if (device === 'phone') await page.keyboard.press('Escape');
    await hand.type(page.getByLabel('Prompt').first(), 'it ripens');
    await hand.press(page.getByRole('button', { name: 'Generate' }));
    await until(async () => {
      const [task] = (await easel.easel.task.list({ limit: 1 })).items;
      return task?.mode === 'first_last_frame' && task.input.prompt === 'it ripens';
    }, 'a queued video');
    // One more without room for the form.
    expect(hand.actions).toBeLessThanOrEqual(device === 'phone' ? 5 : 4);
    const [task] = (await easel.easel.task.list({ limit: 1 })).items;
    if (task) await easel.easel.task.cancel(task.id);
  });
});

test('a tile of the gallery moves while it is looked at, where motion is welcome', async () => {
  const page = await go('/gallery', 'wide');
  const tile = page.getByRole('link', { name: /a paper boat/ });
  await tile.hover();
  expect(await tile.locator('video').count()).toBe(0);
  await page.mouse.move(0, 0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await tile.hover();
  await until(
    () => tile.locator('video').evaluate((element) => (element as HTMLVideoElement).currentTime > 0.05),
    'the tile to play',
  );
  await page.mouse.move(0, 0);
  await tile.locator('video').waitFor({ state: 'detached' });
});

test('first and last change places with one press', async () => {
  const model = await modelWith(easel, 'first_last_frame');
  const page = await go('/', 'wide');
  await chooseModel(page, model);
  await chooseMode(page, model, 'first_last_frame');
  await page.getByRole('button', { name: /^First image: take a red apple$/ }).click();
  await page.getByRole('button', { name: /^Last image: take a green pear$/ }).click();
  const srcOf = (name: string) => page.getByRole('img', { name }).getAttribute('src');
  const [first, last] = [await srcOf('First image'), await srcOf('Last image')];
  expect(first).not.toBe(last);
  await page.getByRole('button', { name: 'Swap first and last' }).click();
  await until(async () => (await srcOf('First image')) === last && (await srcOf('Last image')) === first, 'the swap');
});

test('key frames are added, moved by keys and by number, kept apart and held against the length', async () => {
  const model = await modelWith(easel, 'arbitrary_frame');
  const page = await go('/', 'wide');
  await chooseModel(page, model);
  await chooseMode(page, model, 'arbitrary_frame');
  const add = page.getByRole('button', { name: 'Add a key frame' });
  for (let i = 0; i < 3; i++) await add.click();
  const handles = page.getByRole('slider', { name: /at frame$/ });
  const frames = () => handles.evaluateAll((all) => all.map((handle) => Number(handle.getAttribute('aria-valuenow'))));
  const { frames: length } = model.parameters;
  const end = (length?.type === 'integer' ? (length.default ?? length.max) : 81) - 1;
  expect(await frames()).toEqual([0, end / 2, end]);
  await handles.first().focus();
  await page.keyboard.press('ArrowRight');
  await until(async () => (await frames())[0] === 1, 'the first one at frame 1');
  await page.keyboard.press('Shift+ArrowRight');
  await until(async () => (await frames())[0] === 9, 'the first one at frame 9');
  await page.getByLabel('Frame of the picture at 9').fill(String(end));
  await page.keyboard.press('Enter');
  // The end is taken: it stands beside it, and the rows are in order.
  await until(async () => (await frames()).join() === [end / 2, end - 1, end].join(), 'two beside each other');
  const box = await handles.first().boundingBox();
  const track = await handles.first().evaluate((handle) => handle.parentElement?.getBoundingClientRect().toJSON());
  await page.mouse.move((box?.x ?? 0) + 12, (box?.y ?? 0) + 12);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width * 0.25, track.y + 10, { steps: 5 });
  await page.mouse.up();
  await until(async () => Math.abs(((await frames())[0] ?? 0) - end / 4) <= 1, 'the first one at a quarter');
  for (let left = 3; left > 0; left--) {
    await page
      .getByRole('button', { name: /^Picture at frame \d+: take|: take a red apple$/ })
      .first()
      .click();
  }
  await page.getByLabel('Frames', { exact: true }).fill(String(length?.type === 'integer' ? length.min : 17));
  await page.getByRole('alert').filter({ hasText: 'is beyond the end' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('a video without a recipe that is dropped says so, and changes nothing', async () => {
  await easel.easel.task.run({ model: easel.model, input: { prompt: 'a red apple' } });
  const page = await go('/', 'wide');
  await page.getByLabel('Prompt').first().fill('as it was');
  await page.getByRole('button', { name: 'Remix' }).waitFor();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['no film'], 'film.webm', { type: 'video/webm' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.getByText('This video carries no recipe').waitFor();
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('as it was');
});

test('while it runs, what happens is said in words, and stopping is', async () => {
  const model = await modelWith(easel, 'arbitrary_frame');
  const page = await go('/', 'wide');
  const task = await easel.easel.task.create({ model: model.id, mode: 't2v', input: { prompt: 'a long film' } });
  await page.goto(`${easel.base_url}/?task=${task.id}`);
  await result(page).getByText('so far').first().waitFor();
  await result(page).getByRole('button', { name: 'Stop', exact: true }).click();
  await until(async () => (await easel.easel.task.get(task.id)).status === 'cancelled', 'the task to be stopped');
  await page.getByText('Stopped.').waitFor();
});
