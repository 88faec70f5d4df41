import type { Retention, RetentionRule, RetentionRuleInput } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { RetentionRuleRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { newId } from '../ids.js';
import { UNDO_MS } from '../task/delete-task.js';

type Ctx = Pick<Context, 'settings' | 'store'>;

const ruleOf = ({ updated_at: _, ...row }: RetentionRuleRow): RetentionRule => ({
  ...row,
  // The column holds what the contract's enum let in.
  type: row.type as RetentionRule['type'],
  keep_favorites: row.keep_favorites === 1,
});

const storedRules = async (db: Db): Promise<RetentionRule[]> =>
  (await db.selectFrom('retention_rules').selectAll().orderBy('id').execute()).map(ruleOf);

export async function readRetention({ settings, store }: Ctx, db: Db = store.read): Promise<Retention> {
  return { rules: await storedRules(db), default_days: settings.limits.retention_days, undo_s: UNDO_MS / 1000 };
}

/** The rules that count: those given, or the settings' own while there are none. */
export function effectiveRules({ settings }: Pick<Ctx, 'settings'>, rules: RetentionRuleInput[]): RetentionRuleInput[] {
  const older_than_days = settings.limits.retention_days;
  if (rules.length > 0 || older_than_days === null) return rules;
  return [{ kind: 'output', type: null, older_than_days, owner_id: null, keep_favorites: true }];
}

/** Refuses rules for people who are not there: a misspelt owner must not look like one without anything. */
export async function checkOwners(db: Db, rules: RetentionRuleInput[]): Promise<void> {
  const users = await db.selectFrom('users').select('id').execute();
  const known = new Set(users.map(({ id }) => id));
  const errors = rules.flatMap(({ owner_id }, index) =>
    owner_id === null || known.has(owner_id)
      ? []
      : [{ path: `rules.${index}.owner_id`, message: 'is nobody who is known here' }],
  );
  const [first] = errors;
  if (first) throw new HttpProblem('invalid_input', `${first.path}: ${first.message}.`, { errors });
}

/** Puts these rules in the place of all others. */
export async function replaceRules(ctx: Ctx, rules: RetentionRuleInput[], by: Requester): Promise<Retention> {
  return ctx.store.write(async (tx) => {
    await checkOwners(tx.db, rules);
    const before = await storedRules(tx.db);
    await tx.db.deleteFrom('retention_rules').execute();
    const at = new Date().toISOString();
    for (const rule of rules) {
      const row = { ...rule, keep_favorites: Number(rule.keep_favorites), created_at: at, updated_at: at };
      await tx.db
        .insertInto('retention_rules')
        .values({ id: newId('rule'), ...row })
        .execute();
    }
    const made = await readRetention(ctx, tx.db);
    await recordAudit(tx, {
      ...by,
      action: 'retention.change',
      target: { kind: 'retention', id: 'rules' },
      before: { rules: before },
      after: { rules: made.rules },
    });
    return made;
  });
}
