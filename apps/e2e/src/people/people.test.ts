import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startBrowser, until } from '../launch.js';
import { createHand, type Visit, visit } from '../page.js';
import { chooseModel, closeFields, openFields } from '../studio/world.js';
import { ADA, BOB, deployAll, setUp, setupLink, signIn, startWorld, visitAs } from './world.js';

let world: Running;
let browser: Browser;
let ada: Visit;
let bob: Visit;
let link = '';

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
  ada = await visit(browser, `${world.base_url}/`, 'wide');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

test('before the first start, the studio says how to begin', async () => {
  await ada.page.getByText('Nobody has an account yet').waitFor();
});

test('the printed link makes the first administrator, once', async () => {
  link = await setupLink(world);
  await setUp(ada.page, link, ADA);
  expect(ada.page.url()).not.toContain('token');
  const again = await visit(browser, link, 'wide');
  await again.page.getByLabel('Your name').fill('Eve');
  expect(again.page.url()).not.toContain('token');
  await again.page.getByLabel('E-mail').fill('eve@example.org');
  await again.page.getByLabel('Password', { exact: true }).fill('let me in as well');
  await again.page.getByRole('button', { name: 'Begin' }).click();
  await again.page.getByRole('alert').waitFor();
  await again.context.close();
});

test('an invitation lets somebody in, who sees the studio and not the console', async () => {
  const { page } = ada;
  await page.goto(`${world.base_url}/admin/invitations`);
  await page.getByLabel('E-mail of whom to invite').fill(BOB.email);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const invitation = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  bob = await visit(browser, invitation, 'phone');
  await bob.page.getByLabel('Your name').fill(BOB.name);
  expect(bob.page.url()).not.toContain('token');
  expect(await bob.page.getByLabel('E-mail').inputValue()).toBe(BOB.email);
  await bob.page.getByLabel('New password').fill(BOB.password);
  await bob.page.getByRole('button', { name: 'Join' }).tap();
  await bob.page.getByRole('button', { name: `Account of ${BOB.name}` }).waitFor();
  await bob.page.goto(`${world.base_url}/admin/tasks`);
  await bob.page.getByRole('heading', { name: 'The console is for administrators' }).waitFor();
  await bob.page.getByRole('link', { name: 'Open the studio' }).tap();
  await bob.page.getByRole('button', { name: 'Generate' }).waitFor();
});

test('story 18: a key for one model and 5 $ a month takes three actions, and opens what it should', async () => {
  const { page } = ada;
  await page.goto(`${world.base_url}/admin/people`);
  await page.getByRole('list', { name: 'People' }).waitFor();
  const hand = createHand(page, 'wide');
  await hand.press(page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Keys' }));
  await hand.type(page.getByLabel('New key'), `bot ${world.model} $5/mo`);
  await page.getByText('$5 a month').waitFor();
  await hand.key('Enter');
  const secret = await page.getByRole('textbox', { name: 'Key', exact: true }).inputValue();
  expect(hand.actions).toBeLessThanOrEqual(3);
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${world.base_url}/v1/tasks`, { headers })).status;
  expect(await status({ authorization: `Bearer ${secret}` })).toBe(200);
  expect(await status({})).toBe(401);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('cell', { name: 'bot', exact: false }).first().waitFor();
  expect(await page.getByRole('textbox', { name: 'Key', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Revoke bot' }).click();
  await page.getByLabel('Type “bot” to confirm').fill('bot');
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await page.getByText('bot was revoked.').waitFor();
  expect(await status({ authorization: `Bearer ${secret}` })).toBe(401);
});

test('story 18 by touch: one more action opens the menu', async () => {
  const { context, page, complaints } = await visitAs(browser, ADA, `${world.base_url}/admin/people`, 'phone');
  await page.getByRole('list', { name: 'People' }).waitFor();
  const hand = createHand(page, 'phone');
  await hand.press(page.getByRole('button', { name: 'Menu' }));
  await hand.press(page.getByRole('link', { name: 'Keys', exact: true }));
  await hand.type(page.getByLabel('New key'), `phone ${world.model} $5/mo`);
  await page.getByText('$5 a month').waitFor();
  await hand.press(page.getByRole('button', { name: 'Make it' }));
  await page.getByRole('textbox', { name: 'Key', exact: true }).waitFor();
  expect(hand.actions).toBeLessThanOrEqual(4);
  expect(complaints).toEqual([]);
  await context.close();
});

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test('a key is changed by the line that would make it, and goes on working', async () => {
  const { page } = bob;
  await page.goto(`${world.base_url}/account`);
  await page.getByLabel('New key').fill('"night bot" $5/mo x2 read');
  await page.getByRole('button', { name: 'Make it' }).tap();
  const secret = await page.getByRole('textbox', { name: 'Key', exact: true }).inputValue();
  await page.getByRole('button', { name: 'I have kept it' }).tap();
  await page.getByRole('button', { name: 'Change night bot' }).tap();
  const line = page.getByLabel('Change night bot');
  expect(await line.inputValue()).toBe('"night bot" read $5/mo x2');
  await line.fill('"night bot" $7/mo read 2999-12-31');
  const list = page.getByRole('list', { name: 'Keys' });
  await list.getByRole('button', { name: 'Save' }).tap();
  await page.getByText('night bot was changed.').waitFor();
  for (const phrase of ['reads only', '$7 a month', 'until 31 Dec 2999']) await list.getByText(phrase).waitFor();
  expect(await list.getByText('2 tasks at once').count()).toBe(0);
  expect(await focused(page)).toBe('Change');
  const answer = await fetch(`${world.base_url}/v1/tasks`, { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(200);
});

test('an address that is told of tasks is changed where it stands', async () => {
  const { page } = bob;
  await page.getByLabel('New address').fill('https://example.org/easel');
  await page.getByRole('button', { name: 'Add it' }).tap();
  await page.getByRole('button', { name: 'I have kept it' }).tap();
  const list = page.getByRole('list', { name: 'Webhooks' });
  await list.getByRole('button', { name: 'Change' }).tap();
  const form = page.getByRole('form', { name: 'Change https://example.org/easel' });
  await form.getByLabel('Address').fill('http://example.org/other');
  await form.getByRole('button', { name: 'Save' }).tap();
  await form.getByText('must begin with https://').waitFor();
  await form.getByLabel('Address').fill('https://example.org/other');
  await form.getByRole('button', { name: 'Save' }).tap();
  await list.getByText('https://example.org/other').waitFor();
  expect(await focused(page)).toBe('Change');
  // What another tab changes meanwhile stays.
  await list.getByRole('button', { name: 'Change' }).tap();
  await page.evaluate(async () => {
    const { items } = await (await fetch('/v1/webhooks')).json();
    const body = JSON.stringify({ url: 'https://example.org/third' });
    const headers = { 'content-type': 'application/json' };
    await fetch(`/v1/webhooks/${items[0].id}`, { method: 'PATCH', headers, body });
  });
  const other = page.getByRole('form', { name: /^Change / });
  await other.getByLabel('started').check();
  await other.getByRole('button', { name: 'Save' }).tap();
  await list.getByText('task.started').waitFor();
  await list.getByText('https://example.org/third').waitFor();
});

test('a spent budget is refused in the studio, with the reason and with what was typed', async () => {
  const { page } = ada;
  const model = await deployAll(page);
  await page.goto(`${world.base_url}/admin/people`);
  await page.getByRole('link', { name: BOB.name }).click();
  await page.getByLabel('Budget a month, in dollars').fill('0.000001');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await page.getByRole('button', { name: 'Saved' }).waitFor();
  await bob.page.goto(`${world.base_url}/`);
  await openFields(bob.page, 'phone');
  await chooseModel(bob.page, model);
  await closeFields(bob.page, 'phone');
  await bob.page.getByLabel('Prompt').first().fill('a costly picture');
  await bob.page.getByRole('button', { name: 'Generate' }).tap();
  await bob.page.getByText(/Your budget of .* a month has .* left/).waitFor();
  expect(await bob.page.getByLabel('Prompt').first().inputValue()).toBe('a costly picture');
});

test('who is signed out by an administrator signs in again where they were, and nothing typed is lost', async () => {
  await bob.page.getByLabel('Prompt').first().fill('half a thought');
  await ada.page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await bob.page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await signIn(bob.page, BOB);
  await until(
    async () => (await bob.page.getByLabel('Prompt').first().inputValue()) === 'half a thought',
    'the page to be as it was',
  );
  await bob.page.getByRole('button', { name: `Account of ${BOB.name}` }).tap();
  await bob.page.getByRole('button', { name: 'Sign out' }).tap();
  await bob.page.getByRole('form', { name: 'Sign in' }).waitFor();
  expect(new URL(bob.page.url()).pathname).toBe('/sign-in');
});

test('a link from an administrator sets a new password, and the old one no longer works', async () => {
  await ada.page.getByRole('button', { name: 'Make a password link' }).click();
  const reset = await ada.page.getByRole('textbox', { name: 'Password link' }).inputValue();
  await bob.page.goto(reset);
  await bob.page.getByLabel('New password').fill('yet another long secret');
  expect(bob.page.url()).not.toContain('token');
  await bob.page.getByRole('button', { name: 'Set it' }).tap();
  await bob.page.getByText('Your password is set').waitFor();
  await bob.page.getByRole('link', { name: 'Sign in' }).tap();
  const form = bob.page.getByRole('form', { name: 'Sign in' });
  await form.getByLabel('E-mail').fill(BOB.email);
  await form.getByLabel('Password', { exact: true }).fill(BOB.password);
  await form.getByRole('button', { name: 'Sign in' }).tap();
  await form.getByRole('alert').waitFor();
  expect(await form.getByLabel('E-mail').inputValue()).toBe(BOB.email);
  await signIn(bob.page, { ...BOB, password: 'yet another long secret' });
  await bob.page.getByRole('button', { name: 'Generate' }).waitFor();
});

test('no page complained', () => {
  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});
