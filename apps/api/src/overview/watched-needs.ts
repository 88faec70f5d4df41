import type { Need } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import { monthOf } from '../limit/spending.repository.js';
import { diskUse } from '../storage/disk-use.js';

const AT_MOST = 20;
const NEAR = 0.8;

const dollars = (microusd: number) => `$${(microusd / 1_000_000).toFixed(2)}`;
const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** Little room is left on the disk. */
export async function diskNeeds(ctx: Pick<Context, 'config'>): Promise<Need[]> {
  const { low, free_bytes, total_bytes } = await diskUse(ctx.config.data_dir);
  if (!low) return [];
  const title = `The disk is almost full: ${gib(free_bytes)} of ${gib(total_bytes)} left`;
  const detail = 'When it is full, results cannot be stored and tasks fail. Remove what is old, or give it more room.';
  const target = { kind: 'storage' as const, id: null };
  return [
    { id: 'disk', kind: 'disk_low', severity: 'bad', title, detail, target, verbs: ['see'], since: null, until: null },
  ];
}

/** Endpoints that get nothing. */
export async function webhookNeeds({ store }: Pick<Context, 'store'>): Promise<Need[]> {
  const rows = await store.read
    .selectFrom('webhooks')
    .select(['id', 'url', 'enabled', 'disabled_reason', 'failing_since', 'updated_at'])
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('failing_since', 'is not', null), eb('disabled_reason', 'is not', null)]))
    .orderBy('id', 'desc')
    .limit(AT_MOST)
    .execute();
  return rows.map((row) => {
    const { host } = new URL(row.url);
    const isOff = row.enabled === 0;
    return {
      id: `webhook:${row.id}`,
      kind: isOff ? 'webhook_disabled' : 'webhook_failing',
      severity: isOff ? 'info' : 'warn',
      title: isOff ? `The webhook to ${host} is switched off` : `Deliveries to ${host} fail`,
      detail: row.disabled_reason ?? 'They are tried again for three days. Its deliveries say what came back.',
      target: { kind: 'webhook', id: row.id },
      verbs: isOff ? ['enable', 'see'] : ['see', 'disable'],
      since: row.failing_since ?? row.updated_at,
      until: null,
    };
  });
}

interface Spent {
  scope: 'user' | 'key';
  id: string;
  name: string;
  budget: number;
  spent: number;
}

/** Budgets of this month that are used up, or soon will be. */
export async function budgetNeeds({ store }: Pick<Context, 'store'>, at: string): Promise<Need[]> {
  const month = monthOf(at);
  const { rows } = await sql<Spent>`
    select * from (
      select 'user' as scope, users.id, users.name, budget_microusd as budget,
        reserved_microusd + settled_microusd as spent
      from users join spending on scope = 'user' and scope_id = users.id and month = ${month}
      where budget_microusd is not null and disabled_at is null
      union all
      select 'key', keys.id, keys.name, budget_microusd, reserved_microusd + settled_microusd
      from keys join spending on scope = 'key' and scope_id = keys.id and month = ${month}
      where budget_microusd is not null and revoked_at is null
    ) where spent >= budget * ${NEAR} order by spent * 1.0 / max(budget, 1) desc limit ${AT_MOST}`.execute(store.read);
  const year = Number(month.slice(0, 4));
  const until = new Date(Date.UTC(year, Number(month.slice(5)), 1)).toISOString();
  return rows.map(({ scope, id, name, budget, spent }) => ({
    id: `budget:${id}`,
    kind: 'budget_near',
    severity: spent >= budget ? 'bad' : 'warn',
    title: `${scope === 'key' ? `The key "${name}"` : name} has ${spent >= budget ? 'nothing' : dollars(budget - spent)} left`,
    detail: `${dollars(spent)} of ${dollars(budget)} are spent or set aside this month. What would exceed it is refused.`,
    target: { kind: scope, id },
    verbs: ['raise', 'see'],
    since: null,
    until,
  }));
}

/** The entry that the newest signed head tells of is not what it was: somebody changed the log or cut it off. */
export async function auditNeeds({ store, audit }: Pick<Context, 'store' | 'audit'>): Promise<Need[]> {
  const head = audit.heads.recent().at(-1);
  if (!head) return [];
  const row = await store.read.selectFrom('audit').select('hash').where('seq', '=', head.seq).executeTakeFirst();
  if (row?.hash === head.hash) return [];
  const base = await store.read.selectFrom('audit_bases').select('seq').executeTakeFirst();
  if (!row && base && base.seq >= head.seq) return [];
  const title = `Entry ${head.seq} of the audit log is not the one that was signed`;
  const detail = `Somebody changed the log or cut it off after ${head.at}. Check all of it, and keep a copy of the database.`;
  const target = { kind: 'audit' as const, id: null };
  return [
    {
      id: 'audit',
      kind: 'audit_broken',
      severity: 'bad',
      title,
      detail,
      target,
      verbs: ['see'],
      since: head.at,
      until: null,
    },
  ];
}
