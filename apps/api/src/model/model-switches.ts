import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { ModelSwitchRow } from '../db/schema.js';
import type { Store } from '../db/store.js';

/** Which models operators have switched off. Held in memory: it is asked with every task. */
export interface ModelSwitches {
  isEnabled(model: string): boolean;
  /** When and by whom a model was last switched; undefined when it never was. */
  last(model: string): Omit<ModelSwitchRow, 'model'> | undefined;
  /** Switches a model. Doing it again changes nothing. */
  turn(by: Requester, model: { id: string; name: string }, enabled: boolean): Promise<void>;
}

export async function createModelSwitches(store: Store): Promise<ModelSwitches> {
  const rows = await store.read.selectFrom('model_switches').selectAll().execute();
  const switches = new Map(rows.map((row) => [row.model, row]));
  const isEnabled = (model: string) => switches.get(model)?.enabled !== 0;
  return {
    isEnabled,
    last: (model) => switches.get(model),
    async turn(by, { id: model, name }, enabled) {
      const row = await store.write(async (tx) => {
        // Asked in the transaction: of two at once the second finds that nothing is left to do.
        const found = await tx.db
          .selectFrom('model_switches')
          .selectAll()
          .where('model', '=', model)
          .executeTakeFirst();
        if ((found?.enabled !== 0) === enabled) return found;
        const changed_by = by.actor.kind === 'user' || by.actor.kind === 'local' ? by.actor.id : null;
        const change = { enabled: Number(enabled), changed_at: new Date().toISOString(), changed_by };
        await tx.db
          .insertInto('model_switches')
          .values({ model, ...change })
          .onConflict((conflict) => conflict.column('model').doUpdateSet(change))
          .execute();
        await recordAudit(tx, {
          ...by,
          action: enabled ? 'model.enable' : 'model.disable',
          target: { kind: 'model', id: model, name },
          before: { enabled: !enabled },
          after: { enabled },
        });
        return { model, ...change };
      });
      if (row) switches.set(model, row);
    },
  };
}
