import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditHead, AuditProblemKind, AuditVerification } from '@easel/contracts';
import type { AuditRow } from '../db/schema.js';
import type { AuditPublicKey } from './audit-key.js';
import { entryHash, GENESIS } from './entry-hash.js';

/** How long the event loop is held at most, and how many entries are read at once. */
const SLICE_MS = 20;
const ROWS = 500;

/** Where entries come from: the database, a copy of it, or an export. */
export interface LogSource {
  /** Entries in order, with numbers above `seq`; fewer than asked for at the end only. */
  readAfter(seq: number, limit: number): AuditRow[] | Promise<AuditRow[]>;
}

export interface LogClaims {
  key: AuditPublicKey;
  /** What stands for removed entries. */
  base: AuditHead | null;
  /** Heads of the installation's own file, oldest first. */
  heads: readonly AuditHead[];
  /** Lines of that file that are no heads. */
  unreadable?: readonly number[];
  /** One that was written to that file and is not in it any more. */
  lost?: AuditHead | undefined;
  /** A head that was kept elsewhere. */
  saved?: AuditHead | undefined;
}

type Problem = NonNullable<AuditVerification['problem']>;

const problem = (kind: AuditProblemKind, seq: number | null, message: string): Problem => ({ kind, seq, message });

function checkHead({ key }: LogClaims, head: AuditHead): Problem | null {
  if (key.isSigned('head', head)) return null;
  const why =
    head.key_id === key.key_id ? 'was changed after it was signed' : `was signed by another key (${head.key_id})`;
  return problem('head_invalid', head.seq, `The head of ${head.at} about entry ${head.seq} ${why}.`);
}

/** What stands before the first entry that is there. */
interface Position {
  seq: number;
  hash: string;
}

function checkEntry(row: AuditRow, before: Position): Problem | null {
  const { seq } = row;
  if (seq <= before.seq) {
    const words = `Entry ${seq} does not belong here: the log begins with ${before.seq + 1}.`;
    return problem('link_broken', seq, words);
  }
  if (seq !== before.seq + 1) {
    const missing = before.seq + 1;
    const words = seq - 1 > missing ? `Entries ${missing} to ${seq - 1} are missing.` : `Entry ${missing} is missing.`;
    return problem('entry_missing', missing, words);
  }
  if (entryHash(row) !== row.hash) {
    return problem('entry_changed', seq, `Entry ${seq} was changed: its contents do not give its hash.`);
  }
  if (row.previous_hash !== before.hash) {
    const words = `Entry ${seq} does not follow from entry ${before.seq}: one of the two was put in place of another.`;
    return problem('link_broken', seq, words);
  }
  return null;
}

const disagree = (head: AuditHead): Problem =>
  problem('rewritten', head.seq, `Entry ${head.seq} is another one than the head of ${head.at} was signed for.`);

/** Heads about entries that were removed, or that are not there: those that no row has met. */
async function checkOthers(claims: LogClaims, heads: readonly AuditHead[], last: Position): Promise<Problem | null> {
  for (const [index, head] of heads.entries()) {
    if (index % 100 === 99) await nextTurn();
    const wrong = checkHead(claims, head);
    if (wrong) return wrong;
    if (head.seq === claims.base?.seq && head.hash !== claims.base.hash) return disagree(head);
    if (head.seq <= last.seq) continue;
    const words = `The head of ${head.at} tells of entry ${head.seq}, but the log ends with ${last.seq}: the end was cut off.`;
    return problem('truncated', last.seq + 1, words);
  }
  return null;
}

/** What was written down and is gone: without it nobody could tell whether the log is another one by now. */
function checkLost({ lost }: LogClaims): Problem | null {
  if (!lost) return null;
  const words = `The file of heads lacks the head of ${lost.at} about entry ${lost.seq}: it was removed or changed.`;
  return problem('head_invalid', lost.seq, words);
}

/**
 * Reads the whole log and holds it against its own chain, its numbers, and every head. Gives way to others in between.
 * The first thing that is wrong ends it.
 */
export async function verifyLog(source: LogSource, claims: LogClaims): Promise<AuditVerification> {
  const began = performance.now();
  const { base, saved } = claims;
  const all = saved ? [...claims.heads, saved] : claims.heads;
  const found: AuditVerification = {
    ok: false,
    entries: 0,
    first_seq: null,
    last_seq: null,
    base,
    head: claims.heads.at(-1) ?? null,
    heads_checked: all.length,
    duration_ms: 0,
    problem: null,
  };
  const end = (wrong: Problem | null): AuditVerification => ({
    ...found,
    ok: wrong === null,
    problem: wrong,
    duration_ms: Math.round((performance.now() - began) * 10) / 10,
  });
  const badSaved = saved && checkHead(claims, saved);
  if (badSaved) return end(badSaved);
  if (base && !claims.key.isSigned('base', base)) {
    const words = `What stands for the entries up to ${base.seq}, which were removed, was not signed by this installation.`;
    return end(problem('base_invalid', base.seq, words));
  }
  if (claims.unreadable?.length) {
    const words = `Line ${claims.unreadable[0]} of the file of heads is no head: the file was changed or damaged.`;
    return end(problem('head_invalid', null, words));
  }
  const bySeq = Map.groupBy(all, ({ seq }) => seq);
  let before: Position = base ?? { seq: 0, hash: GENESIS };
  // From the very first: nothing may stand before the beginning.
  let position = Number.NEGATIVE_INFINITY;
  let sliceBegan = performance.now();
  for (;;) {
    const rows = await source.readAfter(position, ROWS);
    for (const row of rows) {
      const wrong = checkEntry(row, before);
      if (wrong) return end(wrong);
      for (const head of bySeq.get(row.seq) ?? []) {
        const bad = checkHead(claims, head) ?? (head.hash === row.hash ? null : disagree(head));
        if (bad) return end(bad);
      }
      bySeq.delete(row.seq);
      before = { seq: row.seq, hash: row.hash };
      position = row.seq;
      found.entries += 1;
      found.first_seq ??= row.seq;
      found.last_seq = row.seq;
      if (performance.now() - sliceBegan < SLICE_MS) continue;
      await nextTurn();
      sliceBegan = performance.now();
    }
    if (rows.length < ROWS) break;
  }
  return end((await checkOthers(claims, [...bySeq.values()].flat(), before)) ?? checkLost(claims));
}
