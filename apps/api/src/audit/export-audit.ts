import { Readable } from 'node:stream';
import type { AuditHead } from '@easel/contracts';
import type { Context } from '../context.js';
import { findBase, logOf } from './audit.repository.js';
import { entryView } from './audit-view.js';
import { type Requester, recordAudit } from './record-audit.js';

const ROWS = 500;

type Exporting = Pick<Context, 'store' | 'audit' | 'log'>;

/** The log as lines, oldest first, up to where the head ends. Reads on as fast as the lines are taken. */
async function* linesOf({ store, audit }: Exporting, head: AuditHead): AsyncGenerator<string> {
  const base = await findBase(store.read);
  if (base) yield `${JSON.stringify({ base })}\n`;
  const { readAfter } = logOf(store);
  for (let seq = base?.seq ?? 0; seq < head.seq; ) {
    const rows = await readAfter(seq, ROWS);
    const wanted = rows.filter((row) => row.seq <= head.seq);
    if (wanted.length > 0) yield wanted.map((row) => `${JSON.stringify(entryView(row))}\n`).join('');
    const last = rows.at(-1);
    // A log whose end was cut off has less than its head says; whoever checks the export will find that.
    if (!last) break;
    seq = last.seq;
  }
  yield `${JSON.stringify({ head, public_key: audit.key.public_key })}\n`;
}

/** Exports the log; the export itself is the last entry in it. */
export async function exportAudit(ctx: Exporting, by: Requester): Promise<Readable> {
  await ctx.store.write((tx) =>
    recordAudit(tx, { ...by, action: 'audit.export', target: { kind: 'audit', id: 'audit' } }),
  );
  const head = await ctx.audit.heads.sign();
  if (!head) throw new Error('the log is empty right after an entry');
  const lines = Readable.from(linesOf(ctx, head), { objectMode: false, highWaterMark: 256 * 1024 });
  lines.on('error', (error) => ctx.log.warn({ err: error }, 'an export of the audit log broke off'));
  return lines;
}
