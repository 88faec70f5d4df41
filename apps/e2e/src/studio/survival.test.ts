import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { type Visit, visit } from '../page.js';

let easel: Running;
let browser: Browser;
let open: Visit;

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(), startBrowser()]);
});
afterEach(async () => {
  expect(open.complaints).toEqual([]);
  await open.context.close();
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

const tasks = async () => (await easel.easel.task.list({ limit: 100 })).items;

async function digest(url: string): Promise<string> {
  const bytes = await (await fetch(new URL(url, easel.base_url))).arrayBuffer();
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

test('a reload during a run loses neither the run nor the form', async () => {
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByLabel('Prompt').fill('a purple grape');
  await page.getByText('Advanced').click();
  await page.getByLabel('Steps', { exact: true }).fill('50');
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('a purple grape');
  expect(await page.getByRole('radio', { name: '2', exact: true }).isChecked()).toBe(true);
  const result = page.getByRole('region', { name: 'Result' });
  await until(async () => (await result.getByRole('link', { name: /of 2/ }).count()) === 2, 'two pictures');
  expect((await tasks()).filter((task) => task.input.prompt === 'a purple grape')).toHaveLength(1);
});

test('a double click makes one task', async () => {
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByLabel('Prompt').first().fill('a double cherry');
  await page.getByRole('button', { name: 'Generate' }).dblclick();
  await until(async () => (await tasks()).some((task) => task.status === 'done'), 'a finished task');
  await page.getByLabel('Prompt of this picture').waitFor();
  expect((await tasks()).filter((task) => task.input.prompt === 'a double cherry')).toHaveLength(1);
});

test('the same seed gives the same bytes, alone, among several and after a restart', async () => {
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByLabel('Prompt').first().fill('a red apple');
  await page.getByRole('radio', { name: 'Locked' }).check();
  await page.getByLabel('Seed, number').fill('77');
  for (const [turn, count] of ['1', '4', '1'].entries()) {
    if (turn === 2) await easel.restart();
    const before = (await tasks()).length;
    await page.getByRole('radio', { name: count, exact: true }).check();
    if (turn === 1) await page.keyboard.press('Control+Enter');
    else await page.getByRole('button', { name: 'Generate' }).click();
    await until(async () => {
      const all = await tasks();
      return all.length > before && all[0]?.status === 'done';
    }, 'the next picture');
  }
  const made = (await tasks()).slice(0, 3).map((task) => task.outputs.find((asset) => asset.index === 0));
  expect(made.map((asset) => asset?.seed)).toEqual([77, 77, 77]);
  const digests = await Promise.all(made.map((asset) => digest(asset?.url ?? '')));
  expect(new Set(digests).size).toBe(1);
});

test('a second tab shows the same queue over one stream, and takes over when the first one closes', async () => {
  open = await visit(browser, `${easel.base_url}/v1/health`, 'wide');
  const { page, context } = open;
  const streams: Page[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/v1/events')) streams.push(request.frame().page());
  });
  await page.goto(easel.base_url);
  await until(() => streams.includes(page), 'a stream');
  const second = await context.newPage();
  await second.goto(`${easel.base_url}/gallery`);
  await second.getByRole('button', { name: 'Queue 0' }).waitFor();
  const task = await easel.easel.task.create({
    model: easel.model,
    input: { prompt: 'a long train', steps: 50 },
    count: 8,
  });
  for (const tab of [page, second]) await tab.getByRole('button', { name: 'Queue 1' }).waitFor();
  expect(streams).not.toContain(second);
  await page.close();
  await easel.easel.task.cancel(task.id);
  await second.getByRole('button', { name: 'Queue 0' }).waitFor();
  expect(streams).toContain(second);
});

test('a deleted picture comes back by Undo, and the gallery is found as it was', async () => {
  await easel.easel.task.run({ model: easel.model, input: { prompt: 'a lost key', seed: 1 } });
  open = await visit(browser, `${easel.base_url}/gallery`, 'wide');
  const { page } = open;
  await page.getByRole('link', { name: 'a lost key' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Picture deleted.').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('link', { name: 'a lost key' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'a lost key' }).waitFor();
});

test('a file becomes the reference of the next picture', async () => {
  const made = await easel.easel.task.run({ model: easel.model, input: { prompt: 'a red apple', seed: 2 } });
  const bytes = await (await fetch(new URL(made.outputs[0]?.url ?? '', easel.base_url))).arrayBuffer();
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByRole('radio', { name: 'Image to image' }).check();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'apple.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
  await page.getByRole('img', { name: 'Reference' }).waitFor();
  await page.getByLabel('Prompt').first().fill('a green apple');
  await page.getByRole('button', { name: 'Generate' }).click();
  await until(async () => {
    const [task] = await tasks();
    return task?.mode === 'img2img' && task.status === 'done';
  }, 'a picture from a picture');
});

test('a downloaded picture dropped anywhere fills the form with what made it', async () => {
  const made = await easel.easel.task.run({
    model: easel.model,
    input: { prompt: 'an old boat', seed: 99, steps: 12 },
  });
  open = await visit(browser, `${easel.base_url}/gallery`, 'wide');
  const { page } = open;
  await page.getByRole('link', { name: 'an old boat' }).waitFor();
  await page.evaluate(async (url) => {
    const data = new DataTransfer();
    data.items.add(new File([await (await fetch(url)).blob()], 'boat.png', { type: 'image/png' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, made.outputs[0]?.url ?? '');
  await page.getByText('The form is filled.').waitFor();
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('an old boat');
  expect(await page.getByLabel('Seed, number').inputValue()).toBe('99');
  await page.getByText('Advanced').click();
  expect(await page.getByLabel('Steps', { exact: true }).inputValue()).toBe('12');
});

test('a server that is gone is said, and forgotten when it is back', async () => {
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByLabel('Prompt').first().fill('still here');
  await page.getByRole('button', { name: 'Queue 0' }).waitFor();
  await page.context().setOffline(true);
  await easel.restart();
  await page.getByText('No connection to the server.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('No connection to the server.').waitFor({ state: 'hidden' });
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('still here');
});

test('a part of the page that does not come takes nothing with it, and comes when the server is back', async () => {
  await easel.easel.task.run({ model: easel.model, input: { prompt: 'a slow snail', steps: 4 } });
  open = await visit(browser, `${easel.base_url}/v1/health`, 'wide');
  const { page, context } = open;
  const refused = new Set<string>();
  await context.route(/assets\/(TaskView|GalleryScreen)-/, (route) => {
    refused.add(new URL(route.request().url()).pathname.replace(/-.*/, ''));
    return route.abort('internetdisconnected');
  });
  await context.route('**/v1/health', (route) => route.abort('internetdisconnected'));
  await page.goto(easel.base_url);
  await page.getByLabel('Prompt').first().fill('still here');
  await page.getByRole('link', { name: 'a slow snail' }).waitFor();
  await page.getByRole('link', { name: 'Gallery' }).click();
  await until(() => refused.size === 2, 'both parts are refused');
  await page.getByLabel('Prompt').first().pressSequentially('!');
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('still here!');
  await context.unroute('**/v1/health');
  await context.unroute(/assets\/(TaskView|GalleryScreen)-/);
  await page.getByRole('list', { name: 'Pictures' }).getByRole('link', { name: 'a slow snail' }).waitFor();
  await page.getByRole('link', { name: 'Create' }).click();
  await page.getByLabel('Prompt of this picture').waitFor();
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('still here!');
});

test('what was begun for a model stays with it, also when another one would start sooner by now', async () => {
  open = await visit(browser, `${easel.base_url}/v1/health`, 'wide');
  const { page, context } = open;
  let away = false;
  await context.route('**/v1/models?*', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    for (const model of body.items) {
      if (model.id === easel.model) model.availability = away ? 'waiting' : 'ready';
      else model.availability = 'starting';
    }
    await route.fulfill({ response, json: body });
  });
  await page.clock.install();
  await page.goto(easel.base_url);
  const field = page.getByLabel('Prompt').first();
  await field.fill('still here');
  away = true;
  const again = page.waitForResponse('**/v1/models?*');
  await page.clock.runFor(61_000);
  await again;
  await page.getByRole('button', { name: /^Model .*Tasks wait: its backend is away/ }).waitFor();
  expect(await field.inputValue()).toBe('still here');
});

test('what is wrong is said at the field while it is typed, and nothing is sent', async () => {
  const before = (await tasks()).length;
  open = await visit(browser, easel.base_url, 'wide');
  const { page } = open;
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('alert').filter({ hasText: 'Write something first.' }).waitFor();
  await page.getByLabel('Prompt').first().fill('x'.repeat(301));
  await page.getByRole('alert').filter({ hasText: 'at most 300 characters' }).waitFor();
  await page.getByRole('button', { name: 'Generate' }).click();
  expect((await tasks()).length).toBe(before);
});

test('going back finds the gallery where it was', async () => {
  for (let left = 3; left > 0; left--) {
    await easel.easel.task.run({ model: easel.model, input: { prompt: 'a small bird', steps: 4 }, count: 8 });
  }
  open = await visit(browser, `${easel.base_url}/gallery`, 'phone');
  const { page } = open;
  const tiles = page.getByRole('link', { name: 'a small bird' });
  await until(async () => (await tiles.count()) >= 24, 'the birds');
  await tiles.nth(16).scrollIntoViewIfNeeded();
  const place = () => page.getByRole('list', { name: 'Pictures' }).evaluate((list) => list.getBoundingClientRect().top);
  const before = await place();
  expect(before).toBeLessThan(-100);
  await tiles.nth(16).tap();
  await page.getByRole('link', { name: 'Create' }).tap();
  await page.getByRole('button', { name: 'Generate' }).waitFor();
  await page.goBack();
  await page.getByRole('article', { name: 'Picture' }).waitFor();
  await page.goBack();
  await until(async () => Math.abs((await place()) - before) < 2, 'the same place');
});

test('keys go through the gallery', async () => {
  open = await visit(browser, `${easel.base_url}/gallery`, 'wide');
  const { page } = open;
  await page.getByRole('list', { name: 'Pictures' }).getByRole('link').first().click();
  await page.getByRole('article', { name: 'Picture' }).waitFor();
  const first = page.url();
  await page.keyboard.press('j');
  await until(() => page.url() !== first, 'the older picture');
  await page.keyboard.press('k');
  await until(() => page.url() === first, 'the newer picture');
  await page.getByRole('button', { name: 'Add to favourites', exact: true }).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Remove from favourites', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await until(() => page.url().endsWith('/gallery'), 'the gallery');
  await page.getByRole('link', { name: 'Favourites' }).click();
  await until(async () => (await page.getByRole('list', { name: 'Pictures' }).getByRole('link').count()) === 1, 'one');
});
