import { MODE_NAMES, type ModeName } from '@easel/contracts';
import type { Model, Task } from '@easel/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { axeFindings, DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { chooseMode, chooseModel, closeFields, modelsOf, modelWith, openFields, result, startWorld } from './world.js';

let browser: Browser;
const begin = visitEach();

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

async function go(easel: Running, device: Device): Promise<Page> {
  return (await begin(browser, easel.base_url, device)).page;
}

describe('without a backend for them', () => {
  let easel: Running;
  beforeAll(async () => {
    easel = await startEasel();
  });
  afterAll(() => easel?.stop());

  test.each(DEVICE_NAMES)('models can be looked at, and Generate says why not and what to do, %s', async (device) => {
    const model = await modelWith(easel, 'first_last_frame');
    const page = await go(easel, device);
    await openFields(page, device);
    await page.getByRole('button', { name: /^Model/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose a model' });
    await dialog.getByRole('region', { name: 'Videos' }).getByText('Needs a backend').first().waitFor();
    await dialog.getByRole('region', { name: 'Images' }).getByText('Ready').first().waitFor();
    expect(await dialog.getByRole('link', { name: 'Connect Modal' }).first().getAttribute('href')).toBe(
      '/admin/backends',
    );
    await dialog.getByText('Not commercial').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('Search models').fill('no such thing at all');
    await dialog.getByText('No model is like that').waitFor();
    await dialog.getByLabel('Search models').fill(model.name);
    await page.keyboard.press('Enter');
    await chooseMode(page, model, 'first_last_frame');
    await page.getByText('First and last picture').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await closeFields(page, device);
    await page.getByLabel('Prompt').first().fill('a boat');
    await page.getByText(`No backend runs ${model.name} yet.`).waitFor();
    // It counts as disabled, and says why when it is pressed all the same.
    await page.getByRole('button', { name: 'Generate' }).click({ force: true });
    await page.getByLabel('Messages').getByText(`No backend runs ${model.name} yet.`).waitFor();
    expect((await easel.easel.task.list({ limit: 1 })).items).toEqual([]);
  });

  test('what was chosen is there after a reload, in another tab, and after going back', async () => {
    const model = await modelWith(easel, 'first_last_frame');
    const page = await go(easel, 'wide');
    const isThere = async (tab: Page) => {
      await tab.getByRole('button', { name: `Model ${model.name}` }).waitFor();
      expect(await tab.getByRole('radio', { name: model.modes.i2v?.label ?? '' }).isChecked()).toBe(true);
      expect(await tab.getByLabel('Prompt').first().inputValue()).toBe('a kept boat');
    };
    await chooseModel(page, model);
    await chooseMode(page, model, 'i2v');
    await page.getByLabel('Prompt').first().fill('a kept boat');
    await page.reload();
    await isThere(page);
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.goBack();
    await isThere(page);
    const second = await page.context().newPage();
    await second.goto(easel.base_url);
    await isThere(second);
  });

  test('what another model cannot do is laid aside, and back with its own model', async () => {
    const image = await modelWith(easel, 'txt2img');
    const video = await modelWith(easel, 't2v', 'i2v');
    const page = await go(easel, 'wide');
    const steps = page.getByLabel('Steps', { exact: true });
    await page.getByText('Advanced').click();
    await steps.fill('5');
    await chooseModel(page, video);
    await until(async () => (await steps.inputValue()) !== '5', 'the steps of the other model');
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByText(/^= \d/).waitFor();
    await chooseModel(page, image);
    await until(async () => (await steps.inputValue()) === '5', 'the steps as they were');
  });
});

describe('with every model deployed', () => {
  let easel: Running;
  beforeAll(async () => {
    easel = await startWorld();
    await easel.easel.task.run({ model: easel.model, input: { prompt: 'a red apple', seed: 4 } });
    await easel.easel.task.run({ model: easel.model, input: { prompt: 'a green pear', seed: 5 } });
  });
  afterAll(() => easel?.stop());

  /** Fills every place that asks for a picture with a recent one. */
  async function fillPictures(page: Page, model: Model, mode: ModeName): Promise<void> {
    const asked = Object.values(model.parameters).filter((p) => p.modes === undefined || p.modes.includes(mode));
    if (asked.some((p) => p.type === 'keyframes')) {
      await page.getByRole('button', { name: 'Add a key frame' }).click();
      await page.getByRole('button', { name: 'Add a key frame' }).click();
    } else if (!asked.some((p) => p.type === 'image')) return;
    // In this mode a last one may be added, but is not asked for.
    const name = mode === 'i2v' ? /^First.*: take / : /: take /;
    const take = page.getByRole('button', { name });
    await take.first().waitFor();
    // Each place offers several, and none once it is filled.
    while ((await take.count()) > 0) {
      const before = await take.count();
      await take.first().click();
      await until(async () => (await take.count()) < before, 'the picture to be taken');
    }
  }

  async function made(mode: ModeName): Promise<Task> {
    let task: Task | undefined;
    await until(async () => {
      [task] = (await easel.easel.task.list({ limit: 1 })).items;
      return task?.mode === mode && task.status === 'done';
    }, `something made by ${mode}`);
    if (!task) throw new Error('There is no task.');
    return task;
  }

  test.each(MODE_NAMES.filter((mode) => mode !== 'inpaint'))('%s is used from the form', async (mode) => {
    const model = (await modelsOf(easel)).find((m) => m.modes[mode]);
    // The closed list of modes is longer than what the catalogue has.
    if (!model) return;
    const page = await go(easel, 'wide');
    await chooseModel(page, model);
    if (Object.keys(model.modes).length > 1) await chooseMode(page, model, mode);
    if (model.parameters.prompt) await page.getByLabel('Prompt').first().fill(`made by ${mode}`);
    // The shortest video there is.
    for (const name of ['frames', 'duration_s']) {
      const field = model.parameters[name];
      const isAsked = field && !field.advanced && (field.modes ?? [mode]).includes(mode);
      if (!isAsked || (field.type !== 'integer' && field.type !== 'number')) continue;
      await page.getByLabel(field.label, { exact: true }).fill(String(field.min));
    }
    await fillPictures(page, model, mode);
    const small = page.getByRole('radio', { name: /480p/ }).first();
    if (await small.isVisible()) await small.check();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Generate' }).click();
    const task = await made(mode);
    expect(task.outputs).toHaveLength(1);
    expect(task.outputs[0]?.type).toBe(model.modes[mode]?.output);
    const figures = result(page).locator('summary');
    await figures.getByText('Took').waitFor();
    if (model.limits.runtimes.includes('modal')) expect(await figures.textContent()).toContain('(estimate)');
  });
});
