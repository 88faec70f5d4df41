import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import type { Locator, Page } from 'playwright-core';
import { IN_FRONT_OF_MODAL, type Running, startEasel, until } from '../launch.js';
import type { Device } from '../page.js';

const QUICK = { EASEL_EMULATED_START_MS: '50', EASEL_EMULATED_LOAD_MS: '50' };

export const modelsOf = async ({ easel }: Running): Promise<Model[]> => (await easel.model.list({ limit: 100 })).items;

/** A server on which every model of the catalogue can run, because an emulated workspace has them all. */
export async function startWorld(): Promise<Running> {
  const world = await startEasel(undefined, QUICK, IN_FRONT_OF_MODAL);
  await until(
    async () => (await modelsOf(world)).every(({ availability }) => availability !== 'unavailable'),
    'every model to be deployed',
  );
  return world;
}

/** The first model of the catalogue that has all these modes. */
export async function modelWith(world: Running, ...modes: ModeName[]): Promise<Model> {
  const model = (await modelsOf(world)).find((m) => modes.every((mode) => m.modes[mode] !== undefined));
  if (!model) throw new Error(`No model of the catalogue has the modes ${modes.join(', ')}.`);
  return model;
}

/** Where the fields are: beside the result, or behind a button. */
export async function openFields(page: Page, device: Device): Promise<void> {
  if (device === 'phone') await page.getByRole('button', { name: /^Settings/ }).tap();
}

export const closeFields = async (page: Page, device: Device): Promise<void> => {
  if (device === 'phone') await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Close').first().tap();
};

/** Chooses a model as a person does: searching for its name. */
export async function chooseModel(page: Page, model: Model): Promise<void> {
  await page.getByRole('button', { name: /^Model/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a model' });
  await dialog.getByLabel('Search models').fill(model.name);
  await dialog.getByRole('button', { name: model.name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

export async function chooseMode(page: Page, model: Model, mode: ModeName): Promise<void> {
  await page.getByRole('radio', { name: model.modes[mode]?.label ?? mode, exact: true }).check();
}

export const result = (page: Page): Locator => page.getByRole('region', { name: 'Result' });
