import { createHash } from 'node:crypto';
import type { EffectiveSettings, Settings } from '@easel/contracts';
import { recordAudit, SYSTEM } from '../audit/record-audit.js';
import type { SettingsStartRow } from '../db/schema.js';
import type { Store } from '../db/store.js';
import { canonicalJson } from '../http/canonical-json.js';
import { documentChanges } from './document-changes.js';

/** The document that this process was started with, and the one before it. */
export interface SettingsStart
  extends Pick<EffectiveSettings, 'hash' | 'started_at' | 'in_effect_since' | 'previous' | 'changes'> {}

/** So many changed paths are named in the audit log. */
const NAMED = 100;

type Row = Omit<SettingsStartRow, 'id'> & { id: number };

/** Writes down which document the process starts with; a new one is a change of settings, told to the audit log. */
export function noteStart(store: Store, settings: Settings): Promise<SettingsStart> {
  const document = canonicalJson(settings);
  const hash = createHash('sha256').update(document).digest('hex');
  const started_at = new Date().toISOString();
  return store.write(async (tx) => {
    const [last, before]: (Row | undefined)[] = await tx.db
      .selectFrom('settings_starts')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(2)
      .execute();
    const isSame = last?.hash === hash;
    const former = isSame ? before : last;
    const changes = former ? documentChanges(JSON.parse(former.document), JSON.parse(document)) : [];
    if (isSame) {
      await tx.db
        .updateTable('settings_starts')
        .set({ last_started_at: started_at })
        .where('id', '=', last.id)
        .execute();
    } else {
      const row = { hash, document, started_at, last_started_at: started_at };
      await tx.db.insertInto('settings_starts').values(row).execute();
    }
    if (!isSame && former) {
      const paths = changes.slice(0, NAMED).map(({ path }) => path);
      await recordAudit(tx, {
        ...SYSTEM,
        action: 'settings.change',
        target: { kind: 'settings', id: hash.slice(0, 16) },
        before: { hash: former.hash },
        after: { hash, changed: changes.length, paths },
      });
    }
    const previous = former
      ? { hash: former.hash, started_at: former.started_at, last_started_at: former.last_started_at }
      : null;
    return { hash, started_at, in_effect_since: isSame ? last.started_at : started_at, previous, changes };
  });
}
