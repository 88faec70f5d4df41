import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Running, startBrowser, startEasel, until } from '../launch.js';
import { type Modal, startModal } from '../modal.js';
import { createHand, DEVICE_NAMES, type Device, visitEach } from '../page.js';
import { addWorkspace, backendCard, backendsOf, draw, part } from './fixtures.js';

let modal: Modal;
let browser: Browser;
let easel: Running;

beforeAll(async () => {
  [modal, browser] = await Promise.all([startModal(), startBrowser()]);
});
beforeEach(async () => {
  easel = await startEasel(undefined, modal.env);
});
afterEach(() => easel?.stop());
// Of what is to be done after a test, what is stated last comes first: the page goes before its server.
const begin = visitEach();
afterAll(async () => {
  await browser?.close();
  await modal?.stop();
});

async function go(path: string, device: Device): Promise<Page> {
  return (await begin(browser, easel.base_url + path, device)).page;
}

describe.each(DEVICE_NAMES)('backends, %s', (device) => {
  test('a workspace is connected in two actions, and its check is shown at once', async () => {
    const { token_id, token_secret } = modal.tokens[0];
    const page = await go('/admin/backends', device);
    await page.getByRole('heading', { name: /^Connect Modal/ }).waitFor();
    const hand = createHand(page, device);
    await hand.paste(
      page.getByLabel('Token id'),
      `modal token set --token-id ${token_id} --token-secret ${token_secret}`,
    );
    await hand.press(page.getByRole('button', { name: 'Add workspace' }));
    const result = part(page, 'Workspace 1 was added');
    await result.getByText('accepted').waitFor();
    expect(hand.actions).toBeLessThanOrEqual(2);
    expect(await result.textContent()).toContain('missing');
    await backendCard(page, 'Workspace 1').getByText('Ready', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(token_secret);
  });

  test('one press drains a workspace, and its undo brings it back', async () => {
    const { id } = await addWorkspace(easel, modal.tokens[0]);
    const page = await go('/admin/backends', device);
    const card = backendCard(page, 'Workspace 1');
    const hand = createHand(page, device);
    await hand.press(card.getByRole('button', { name: /^Drain/ }));
    await card.getByRole('button', { name: /^Enable/ }).waitFor();
    expect(hand.actions).toBe(1);
    await until(async () => (await easel.easel.backend.get(id)).state === 'disabled', 'the drain to end');
    await card.getByText('Disabled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await card.getByText('Ready', { exact: true }).waitFor();
    expect((await easel.easel.backend.get(id)).enabled).toBe(true);
  });
});

test('what is refused is said at its field, and all that was typed stays', async () => {
  const [, { token_id, token_secret }] = modal.tokens;
  await addWorkspace(easel, modal.tokens[0]);
  const page = await go('/admin/backends', 'wide');
  await page.getByRole('button', { name: 'Add a workspace' }).click();
  await page.getByRole('button', { name: 'Add workspace' }).click();
  expect(await page.getByLabel('Token id').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Token id').fill('not-a-token');
  await page.getByLabel('Token secret').fill(token_secret);
  await page.getByText('Name, environment, weight, models').click();
  await page.getByLabel('Label').fill('night shift');
  await page.getByRole('button', { name: 'Add workspace' }).click();
  await page.getByRole('alert').filter({ hasText: 'ak-' }).waitFor();
  expect(await page.getByLabel('Token id').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Token secret').inputValue()).toBe(token_secret);
  await page.getByLabel('Token id').fill(token_id);
  await page.getByRole('button', { name: 'Add workspace' }).click();
  await part(page, 'night shift was added').waitFor();
  expect((await backendsOf(easel)).map(({ label }) => label)).toContain('night shift');
});

test('while dispatch is paused a task waits and says why, and it runs when work is handed out again', async () => {
  const page = await go('/admin/backends', 'wide');
  await page.getByRole('switch', { name: 'Pause dispatch' }).click();
  await part(page, 'Dispatch').waitFor();
  const task = await easel.easel.task.create({ model: easel.model, input: { prompt: 'a red apple' } });
  await page.goto(`${easel.base_url}/admin/tasks/${task.id}`);
  await part(page, 'Where it goes and why').getByText('It waits').waitFor();
  expect((await easel.easel.task.get(task.id)).status).toBe('pending');
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('1 of 1 output stored').waitFor();
  expect((await easel.easel.task.get(task.id)).status).toBe('done');
  await part(page, 'Dispatch').waitFor({ state: 'detached' });
});

test('a workspace is changed, its token is replaced, and it is deleted by its name', async () => {
  const [{ token_id, token_secret }] = modal.tokens;
  const { id } = await addWorkspace(easel, modal.tokens[0]);
  const page = await go(`/admin/backends/${id}`, 'wide');
  const settings = part(page, 'Settings');
  await settings.getByLabel('Weight').fill('101');
  await settings.getByRole('button', { name: 'Save' }).click();
  await settings.getByRole('alert').waitFor();
  await settings.getByLabel('Weight').fill('7');
  await settings.getByLabel('Label').fill('studio');
  await settings.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'studio' }).waitFor();
  expect(await easel.easel.backend.get(id)).toMatchObject({ label: 'studio', weight: 7 });

  await part(page, 'Credentials').getByRole('button', { name: 'Replace the token' }).click();
  await page.getByLabel('New token id').fill(token_id);
  await page.getByLabel('New token secret').fill('as-wrong');
  await part(page, 'Credentials').getByRole('button', { name: 'Replace' }).click();
  await part(page, 'Credentials').getByRole('alert').waitFor();
  await page.getByLabel('New token secret').fill(token_secret);
  await part(page, 'Credentials').getByRole('button', { name: 'Replace' }).click();
  await page.getByText('The new token works').waitFor();
  await part(page, 'History').getByText('Credentials replaced').waitFor();

  await page.getByRole('button', { name: 'Delete studio' }).click();
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Delete it' });
  expect(await sure.isDisabled()).toBe(true);
  await page.getByLabel('Type “studio” to confirm').fill('studio');
  await sure.click();
  await page.getByRole('heading', { name: /^Connect Modal/ }).waitFor();
  expect((await backendsOf(easel)).map((backend) => backend.id)).toEqual(['embedded']);
});

test('calls of this machine are listed, filtered in the address, and added up', async () => {
  const task = await draw(easel, 'a red apple');
  const page = await go('/admin/calls', 'wide');
  await page.locator('[data-call]').first().waitFor();
  await page.getByRole('button', { name: 'Fate unknown' }).click();
  await page.getByRole('heading', { name: 'The fate of every call is known' }).waitFor();
  expect(new URL(page.url()).search).toBe('?state=unknown');
  await page.goto(`${easel.base_url}/admin/calls?state=succeeded&backend=embedded`);
  await page.getByRole('button', { name: /^Details of/ }).click();
  await page.getByText(task.id).waitFor();
  await page.goto(`${easel.base_url}/admin/usage`);
  const sums = part(page, 'By model').getByRole('row', { name: new RegExp(task.snapshot.model_name) });
  await sums.getByRole('link', { name: '1', exact: true }).click();
  await page.waitForURL(`**/admin/calls?model=${task.model}`);
  await page.locator('[data-call]').first().waitFor();
});
