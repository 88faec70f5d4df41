import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { PATIENCE_MS } from './launch.js';

export type Theme = 'dark' | 'light';

/** The two ends of what the apps are made for. */
export const DEVICES = {
  wide: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;
export type Device = keyof typeof DEVICES;
export const DEVICE_NAMES = ['wide', 'phone'] as const satisfies Device[];

/** Each device and each theme once: what depends on the one does not depend on the other. */
export const LOOKS: [Device, Theme][] = [
  ['wide', 'dark'],
  ['phone', 'light'],
];

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What went wrong in the page: uncaught errors, refused by the content security policy. */
  complaints: string[];
}

/** Opens a fresh browser profile at an address. */
export async function visit(browser: Browser, url: string, device: Device, theme: Theme = 'dark'): Promise<Visit> {
  const context = await browser.newContext({ ...DEVICES[device], reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((chosen) => localStorage.setItem('easel.theme', chosen), theme);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy'))
      complaints.push(message.text());
  });
  await page.goto(url);
  return { context, page, complaints };
}

/**
 * One profile for all tests of a block, as good as new for each of them: what costs time is to load the pages anew.
 * Its page is where the last test left it.
 */
export function openOnce(begin: () => Promise<Visit>): () => Visit {
  let open: Visit | undefined;
  beforeAll(async () => {
    open = await begin();
  });
  afterEach(async () => {
    await open?.context.clearCookies();
    await open?.page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  });
  afterAll(() => open?.context.close());
  return () => {
    if (!open) throw new Error('There is no page.');
    return open;
  };
}

/** A visit of its own for each test, which ends with the test and without complaints of the browser. */
export function visitEach(): typeof visit {
  let open: Visit | undefined;
  afterEach(async () => {
    const ended = open;
    open = undefined;
    await ended?.context.close();
    expect(ended?.complaints ?? []).toEqual([]);
  });
  return async (...where) => {
    open = await visit(...where);
    return open;
  };
}

/** A hand that counts: presses, keys and typed fields. */
export function createHand(page: Page, device: Device) {
  let actions = 0;
  return {
    get actions() {
      return actions;
    },
    async press(target: Locator) {
      actions++;
      await (device === 'phone' ? target.tap() : target.click());
    },
    async type(target: Locator, text: string) {
      actions++;
      await target.fill(text);
    },
    /** Puts a text in by pasting it, as from a vendor's page. */
    async paste(target: Locator, text: string) {
      actions++;
      await target.evaluate((element, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    },
    async key(key: string) {
      actions++;
      await page.keyboard.press(key);
    },
  };
}

/** What axe finds, each in one line: by all its rules, or by the given ones. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  // Only a page with pages in it needs the other mode, which costs four times as much.
  const axe = new AxeBuilder({ page }).setLegacyMode(page.frames().length === 1);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary ?? ''}`),
  );
}

/** Whether a picture has really been decoded and is not a blank. */
export const isShown = (picture: Locator): Promise<boolean> =>
  picture.evaluate((element) => element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0);
