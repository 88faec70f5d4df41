import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../../context.js';
import type { Db, Tx } from '../../db/store.js';
import { findBackend, hasWorkOfBefore, now } from '../backend.repository.js';
import { modalStop } from './run-modal.js';

const NAME = 'retiring_apps';
const STOP_MS = 2 * 60_000;
/** How long the end of an app waits for the work that is there. */
const WORK_ENDS_MS = 24 * 3600_000;

const Retiring = z.object({ backend_id: z.string(), app_name: z.string(), left_at: z.string() });
/** An app that serves no more and is to be stopped. It is on record, so that the next process does it otherwise. */
export type Retiring = z.infer<typeof Retiring>;

/** The apps that are to be stopped. */
export async function listRetiring(db: Db): Promise<Retiring[]> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
  return row ? z.array(Retiring).parse(JSON.parse(row.value)) : [];
}

async function changeRetiring(tx: Tx, change: (before: Retiring[]) => Retiring[]): Promise<void> {
  const value = JSON.stringify(change(await listRetiring(tx.db)));
  const changed_at = now();
  await tx.db
    .insertInto('installation')
    .values({ name: NAME, value, changed_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
    .execute();
}

const isSame = (a: Retiring, b: Retiring) => a.backend_id === b.backend_id && a.app_name === b.app_name;

/** Writes down that an app serves no more. */
export async function noteRetiring(tx: Tx, backend_id: string, app_name: string): Promise<void> {
  const added = { backend_id, app_name, left_at: now() };
  await changeRetiring(tx, (before) => [...before.filter((other) => !isSame(other, added)), added]);
}

interface Surroundings {
  closing: AbortSignal;
  /** Whether something is being deployed to a backend: it may be this very app. */
  isBusy: (backend_id: string) => boolean;
}

async function stopApp(ctx: Context, { backend_id, app_name }: Retiring, closing: AbortSignal): Promise<void> {
  const backend = await findBackend(ctx.store.read, backend_id);
  const credentials = backend && ctx.credentials.open(backend_id, backend.credentials);
  if (!backend || !credentials || [backend.app_name, backend.previous_app_name].includes(app_name)) return;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(STOP_MS)]);
  const { environment } = backend;
  const end = await modalStop(ctx, { credentials, environment, signal, onText: () => {} }, app_name);
  if (!('code' in end) || end.code !== 0) ctx.log.warn({ app_name }, 'an app that is not needed was not stopped');
}

/** Ends an app once the work that may be there is over; it belongs to that app and ends in it. */
export async function retireApp(ctx: Context, retiring: Retiring, { closing, isBusy }: Surroundings): Promise<void> {
  const { backend_id, left_at } = retiring;
  const until = Date.parse(left_at) + WORK_ENDS_MS;
  const mustWait = async () =>
    isBusy(backend_id) || (Date.now() < until && (await hasWorkOfBefore(ctx.store.read, backend_id, left_at)));
  while (await mustWait()) {
    await sleep(ctx.config.modal.retire_look_ms, undefined, { signal: closing, ref: false }).catch(() => undefined);
    if (closing.aborted) return;
  }
  await stopApp(ctx, retiring, closing);
  if (closing.aborted) return;
  await ctx.store.write((tx) => changeRetiring(tx, (before) => before.filter((other) => !isSame(other, retiring))));
}
