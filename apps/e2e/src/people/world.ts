import type { Backend, Model } from '@easel/sdk';
import type { Browser, Page } from 'playwright-core';
import { IN_FRONT_OF_MODAL, type Running, startEasel, until } from '../launch.js';
import { type Device, type Theme, type Visit, visit } from '../page.js';

const QUICK = { EASEL_EMULATED_START_MS: '50', EASEL_EMULATED_LOAD_MS: '50' };

export interface Person {
  name: string;
  email: string;
  password: string;
}

export const ADA: Person = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'correct horse battery' };
export const BOB: Person = { name: 'Bob', email: 'bob@example.org', password: 'another long secret' };

/** A server that nobody has signed in to yet, in front of an emulated workspace whose work costs money. */
export const startWorld = (): Promise<Running> =>
  startEasel(undefined, { ...QUICK, EASEL_AUTH: 'accounts' }, IN_FRONT_OF_MODAL);

/** The link for the first administrator, from what the server printed. */
export async function setupLink({ output }: Running): Promise<string> {
  const find = () => /http\S+\/admin\/setup#token=\S+/.exec(output())?.[0];
  await until(() => find() !== undefined, 'the link for the first administrator');
  return find() ?? '';
}

/** Makes the first administrator as a person does. */
export async function setUp(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('navigation', { name: 'Console' }).waitFor();
}

/** Opens a page in a fresh browser and signs in there. */
export async function visitAs(
  browser: Browser,
  person: Person,
  url: string,
  device: Device,
  theme?: Theme,
): Promise<Visit> {
  const visited = await visit(browser, url, device, theme);
  await signIn(visited.page, person);
  return visited;
}

export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  const form = page.getByRole('form', { name: 'Sign in' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await form.waitFor({ state: 'detached' });
}

/** Asks the API with the session of a page. */
async function ask(page: Page, path: string, method = 'GET'): Promise<unknown> {
  return page.evaluate(async ([address, verb]) => (await fetch(address, { method: verb })).json(), [
    path,
    method,
  ] as const);
}

/** Deploys to every workspace, and waits for a model that makes pictures and costs money. */
export async function deployAll(page: Page): Promise<Model> {
  // What these routes answer is declared by the contract.
  const { items } = (await ask(page, '/v1/admin/backends?limit=100')) as { items: Backend[] };
  for (const { id, kind } of items) if (kind === 'modal') await ask(page, `/v1/admin/backends/${id}/deploys`, 'POST');
  let found: Model | undefined;
  await until(async () => {
    const catalogue = (await ask(page, '/v1/models?limit=100')) as { items: Model[] };
    found = catalogue.items.find(
      ({ default_mode, availability, limits }) =>
        default_mode === 'txt2img' && availability !== 'unavailable' && !limits.runtimes.includes('embedded'),
    );
    return found !== undefined;
  }, 'a model of the workspace');
  if (found === undefined) throw new Error('No model of the workspace.');
  return found;
}
