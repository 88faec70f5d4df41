import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { visit } from '../page.js';
import { draw, part } from './fixtures.js';

let easel: Running;
let browser: Browser;

beforeAll(async () => {
  [easel, browser] = await Promise.all([startEasel(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await easel?.stop();
});

test('a model shows its limits, its parameters and what was measured, and leads to its tasks', async () => {
  await draw(easel, 'a red apple');
  const model = await easel.easel.model.get(easel.model);
  const { page, context, complaints } = await visit(browser, `${easel.base_url}/admin/models`, 'wide');
  await page.getByRole('link', { name: model.name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: model.name }).waitFor();
  expect(await part(page, 'Measured').textContent()).toContain(`${model.measured.samples} samples`);
  expect(await part(page, 'Limits').textContent()).toContain(`up to ${model.limits.max_attempts}`);
  const table = page.getByRole('table');
  for (const { label } of Object.values(model.parameters)) {
    expect(await table.getByText(label, { exact: true }).count()).toBe(1);
  }
  const [mode] = Object.values(model.modes);
  await page.getByText(`Input schema: ${mode?.label}`).click();
  expect(await part(page, new RegExp(`^Input schema: ${mode?.label}`)).textContent()).toContain(
    '"additionalProperties"',
  );
  await page.getByRole('link', { name: 'Tasks of this model' }).click();
  await page.waitForURL(`**/admin/tasks?model=${model.id}`);
  await page.locator('[data-task]').first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a screen that does not come leaves the one before it, and comes when the server is back', async () => {
  const { page, context } = await visit(browser, `${easel.base_url}/admin/models`, 'wide');
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  await heading('Models').waitFor();
  let refused = 0;
  await context.route(/assets\/AuditScreen-/, (route) => {
    refused += 1;
    return route.abort('internetdisconnected');
  });
  await context.route('**/v1/health', (route) => route.abort('internetdisconnected'));
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Audit' }).click();
  await until(() => refused > 1, 'the screen is refused, and asked for again');
  await heading('Models').waitFor();
  await context.unroute('**/v1/health');
  await context.unroute(/assets\/AuditScreen-/);
  await heading('Audit log').waitFor();
  await context.close();
});
