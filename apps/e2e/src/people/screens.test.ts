import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBrowser } from '../launch.js';
import { axeFindings, LOOKS, openOnce, visit } from '../page.js';
import { ADA, setUp, setupLink, signIn, startWorld } from './world.js';

let world: Running;
let browser: Browser;
let setup = '';
let invitation = '';
let reset = '';

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
  setup = await setupLink(world);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

type Screen = [name: string, path: () => string, shown: (page: Page) => Promise<unknown>];

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();

const BEFORE: Screen[] = [
  ['nobody yet', () => '/', heading('Nobody has an account yet')],
  ['the first administrator', () => setup, heading('Make the first administrator')],
  ['a broken link', () => '/join', heading('This link is not whole')],
];

const OUTSIDE: Screen[] = [
  [
    'signing in, with faults',
    () => '/sign-in',
    async (page) => {
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').first().waitFor();
    },
  ],
  ['joining', () => invitation, heading('Join as a member')],
  ['a new password', () => reset, heading('Choose a new password')],
];

const INSIDE: Screen[] = [
  [
    'the account',
    () => '/account',
    async (page) => {
      await page.getByText('This browser').waitFor();
      await page.getByText('bot', { exact: true }).waitFor();
    },
  ],
  [
    'the account, while a key is changed',
    () => '/account',
    async (page) => {
      await page.getByRole('button', { name: 'Change bot' }).click();
      await page.getByLabel('Change bot').fill('bot $5/mo nonsense');
      await page.getByText('“nonsense” is not understood.').waitFor();
    },
  ],
  ['people', () => '/admin/people', (page) => page.getByRole('list', { name: 'People' }).waitFor()],
  ['nobody found', () => '/admin/people?search=nobody', heading('Nobody fits')],
  [
    'a person',
    () => '/admin/people',
    async (page) => {
      await page.getByRole('link', { name: ADA.name }).click();
      await page.getByRole('button', { name: 'Sign out everywhere' }).waitFor();
    },
  ],
  [
    'disabling a person',
    () => '/admin/people',
    async (page) => {
      await page.getByRole('link', { name: ADA.name }).click();
      await page.getByRole('button', { name: /^Disable/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['invitations', () => '/admin/invitations', (page) => page.getByRole('list', { name: 'Invitations' }).waitFor()],
  [
    'keys, while one is typed',
    () => '/admin/keys',
    async (page) => {
      await page.getByRole('figure').waitFor();
      await page.getByLabel('New key').fill('robot $5/mo nonsense');
      await page.getByText('“nonsense” is not understood.').waitFor();
    },
  ],
];

const urlOf = (path: string) => (path.startsWith('http') ? path : `${world.base_url}${path}`);

describe.each(LOOKS)('before the first start, %s, %s', (device, theme) => {
  const open = openOnce(() => visit(browser, urlOf('/v1/health'), device, theme));
  test.each(BEFORE)('%s', async (_name, path, shown) => {
    const { page } = open();
    await page.goto(urlOf(path()));
    await shown(page);
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('with people', () => {
  beforeAll(async () => {
    const { page, context } = await visit(browser, setup, 'wide');
    await setUp(page, setup, ADA);
    await page.goto(urlOf('/admin/keys'));
    await page.getByLabel('New key').fill('bot $5/mo');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Key', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(urlOf('/admin/invitations'));
    await page.getByLabel('E-mail of whom to invite').fill('carol@example.org');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    invitation = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    await page.goto(urlOf('/admin/people'));
    await page.getByRole('link', { name: ADA.name }).click();
    await page.getByRole('button', { name: 'Make a password link' }).click();
    reset = await page.getByRole('textbox', { name: 'Password link' }).inputValue();
    await context.close();
  });

  describe.each(LOOKS)('%s, %s', (device, theme) => {
    const open = openOnce(() => visit(browser, urlOf('/v1/health'), device, theme));
    test.each(OUTSIDE)('%s', async (_name, path, shown) => {
      const { page } = open();
      await page.goto(urlOf(path()));
      await shown(page);
      expect(await axeFindings(page)).toEqual([]);
    });

    test('inside', async () => {
      const { page, complaints } = open();
      await page.goto(urlOf('/account'));
      await signIn(page, ADA);
      const found: string[] = [];
      for (const [name, path, shown] of INSIDE) {
        await page.goto(urlOf(path()));
        await shown(page);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) found.push(`${name}: ${wider} px wider than the screen`);
        found.push(...(await axeFindings(page)).map((finding) => `${name}: ${finding}`));
      }
      expect([...found, ...complaints]).toEqual([]);
    });
  });
});
