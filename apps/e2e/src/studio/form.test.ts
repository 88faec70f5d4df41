import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { axeFindings, visit } from '../page.js';

let easel: Running;
let browser: Browser;

/** A second model, declared in the settings file and nowhere else. */
const ADDED = 'added-by-settings';

beforeAll(async () => {
  const start = startEasel((settings) => {
    const [first] = Object.values(settings.models);
    if (!first) throw new Error('The settings have no model.');
    settings.models[ADDED] = {
      ...first,
      name: 'Added by settings',
      parameters: {
        ...first.parameters,
        tiling: { type: 'boolean', label: 'Tiling', default: false },
        style: {
          type: 'enum',
          label: 'Style',
          default: 'plain',
          options: ['plain', 'ink', 'chalk', 'oil', 'wax'].map((value) => ({ value, label: value })),
        },
        contrast: { type: 'number', label: 'Contrast', default: 1, min: 0, max: 2, step: 0.1, advanced: true },
        engine: { type: 'string', label: 'Engine', max_length: 20, default: 'fixed one', fixed: true, advanced: true },
      },
      size: {
        options: [
          { width: 512, height: 512, label: 'Square' },
          { width: 768, height: 512, label: 'Wide' },
          { width: 512, height: 768, label: 'Tall' },
        ],
        custom: { min: 256, max: 1024, multiple_of: 64 },
      },
    };
  });
  [easel, browser] = await Promise.all([start, startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

test('a page whose server has other models now asks to be loaded again', async () => {
  const { page, context } = await visit(browser, easel.base_url, 'phone');
  await page.getByLabel('Prompt').first().fill('kept over a reload');
  await easel.restart((settings) => {
    for (const model of Object.values(settings.models)) model.name = `New ${model.name}`;
  });
  await page.getByRole('button', { name: 'Reload' }).tap();
  await page.getByRole('button', { name: /^Settings/ }).tap();
  await page.getByRole('button', { name: /^Model New / }).waitFor();
  expect(await page.getByRole('button', { name: 'Reload' }).count()).toBe(0);
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('kept over a reload');
  await context.close();
});

test('a model added to the settings file alone has its form', async () => {
  const { page, context, complaints } = await visit(browser, easel.base_url, 'wide');
  const choose = async (id: string) => {
    const { name } = await easel.easel.model.get(id);
    await page.getByRole('button', { name: /^Model/ }).click();
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  };
  await page.getByLabel('Prompt').first().fill('kept over models');
  expect(await page.getByRole('switch', { name: 'Tiling' }).count()).toBe(0);
  await choose(ADDED);
  await page.getByRole('switch', { name: 'Tiling' }).click();
  await page.getByLabel('Style').selectOption('ink');
  await page.getByRole('radio', { name: 'Wide' }).check();
  expect(await page.getByLabel('Width in pixels').inputValue()).toBe('768');
  await page.getByLabel('Width in pixels').fill('770');
  await page.getByRole('alert').filter({ hasText: 'multiple of 64' }).waitFor();
  await page.getByRole('radio', { name: 'Tall' }).check();
  await page.getByText('Advanced').click();
  await page.getByLabel('Contrast', { exact: true }).fill('1.5');
  await page.getByText('(1 changed)').waitFor();
  await page.getByRole('button', { name: 'Contrast: back to 1' }).click();
  // The press is answered before the field is drawn anew.
  const contrast = page.getByLabel('Contrast', { exact: true });
  await until(async () => (await contrast.inputValue()) === '1', 'the default');
  await page.getByLabel('Engine').getByText('fixed one').waitFor();
  expect(await page.getByLabel('Prompt').first().inputValue()).toBe('kept over models');
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);

  await choose(easel.model);
  expect(await page.getByRole('switch', { name: 'Tiling' }).count()).toBe(0);
  await context.close();
});
