import type { Backend, BackendEvent, Need } from '@easel/contracts';
import { viewBackends } from '../backend/backend-view.js';
import type { Context } from '../context.js';
import type { Db } from '../db/store.js';

/** When something of these kinds last happened to a backend. */
async function lastOf(db: Db, id: string, kinds: BackendEvent['kind'][]): Promise<string | null> {
  const row = await db
    .selectFrom('backend_events')
    .select('at')
    .where('backend_id', '=', id)
    .where('kind', 'in', kinds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

type Wording = Pick<Need, 'kind' | 'severity' | 'title' | 'detail' | 'verbs' | 'until'> & {
  since: string | null | BackendEvent['kind'][];
};

const spoken = (fault: string) => fault.replaceAll('_', ' ');

function cooling({ label, breakers }: Backend): Wording {
  const open = breakers.filter((breaker) => breaker.open);
  const faults = open.map(({ fault, model, failures }) => `${spoken(fault)} × ${failures}${model ? `, ${model}` : ''}`);
  const until = open.flatMap(({ retry_at }) => retry_at ?? []).sort()[0] ?? null;
  return {
    kind: 'backend_cooling',
    severity: open.some(({ model }) => model === null) ? 'bad' : 'warn',
    title: `"${label}" is cooling down (${faults.join('; ')})`,
    detail: `${open[0]?.last_message ?? ''} One attempt will find out whether it is over; enabling it lets work through at once.`,
    verbs: ['drain', 'enable', 'see'],
    since: ['breaker_opened'],
    until,
  };
}

function wordingOf(backend: Backend, outOfSight: string | null): Wording | null {
  const { label, last_check, in_flight } = backend;
  const problem = last_check?.problems[0];
  const open = backend.breakers.find((breaker) => breaker.open);
  if (backend.state === 'cooling') return cooling(backend);
  if (backend.state === 'unreachable') {
    const detail = `${open?.last_message ?? problem ?? 'It does not answer.'} Work that it has is not given up; new work goes elsewhere.`;
    const since = outOfSight ?? ['out_of_sight' as const, 'breaker_opened' as const, 'check_failed' as const];
    const title = `"${label}" does not answer`;
    const until = open?.retry_at ?? null;
    return {
      kind: 'backend_unreachable',
      severity: 'bad',
      title,
      detail,
      verbs: ['drain', 'check', 'see'],
      since,
      until,
    };
  }
  if (backend.state === 'credentials_invalid') {
    const detail = `${open?.last_message ?? problem ?? 'The token was refused.'} Give it a token that works.`;
    const since = ['breaker_opened' as const, 'check_failed' as const];
    const title = `The credentials of "${label}" were refused`;
    return {
      kind: 'backend_credentials',
      severity: 'bad',
      title,
      detail,
      verbs: ['rotate', 'drain', 'see'],
      since,
      until: null,
    };
  }
  if (backend.state === 'draining') {
    const detail = `${in_flight} ${in_flight === 1 ? 'attempt is' : 'attempts are'} still there. Then it is disabled.`;
    const since = ['drain_started' as const];
    const title = `"${label}" finishes what it has`;
    return { kind: 'backend_draining', severity: 'info', title, detail, verbs: ['enable', 'see'], since, until: null };
  }
  if (backend.state === 'disabled') {
    const since = ['disabled' as const, 'drained' as const];
    const title = `"${label}" is disabled`;
    const detail = 'It takes no work until it is enabled.';
    return { kind: 'backend_disabled', severity: 'info', title, detail, verbs: ['enable', 'see'], since, until: null };
  }
  return null;
}

/** Backends that take no work, or not all of it. */
export async function backendNeeds(ctx: Context): Promise<Need[]> {
  const needs: Need[] = [];
  const registered = new Map(ctx.backends.list().map((each) => [each.backend.id, each]));
  for (const backend of await viewBackends(ctx)) {
    const wording = wordingOf(backend, registered.get(backend.id)?.out_of_sight_since ?? null);
    if (!wording) continue;
    const since = Array.isArray(wording.since)
      ? await lastOf(ctx.store.read, backend.id, wording.since)
      : wording.since;
    needs.push({ ...wording, id: `backend:${backend.id}`, target: { kind: 'backend', id: backend.id }, since });
  }
  return needs;
}
