import type { AuditHead } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { StartError } from '../config.js';
import type { AuditEnd } from '../db/store.js';
import type { AuditKey } from './audit-key.js';
import { appendHead, prepareHeads } from './heads-file.js';

const EVERY_ENTRIES = 100;
const EVERY_MS = 60_000;
const RECENT = 100;

/** Signs where the log ends, time and again, and writes it down outside of the database. */
export interface Heads {
  file: string;
  /** Newest last. */
  recent(): readonly AuditHead[];
  /** The log has grown: after the commit. Signs after every 100 entries, and at the latest after a minute. */
  note(end: AuditEnd): void;
  /** Signs now, unless the last head tells of the same end. Null while the log is empty. */
  sign(): Promise<AuditHead | null>;
  /** Writes down what stands for removed entries. */
  keepBase(base: AuditHead): Promise<void>;
  /** Signs once more and ends. */
  close(): Promise<void>;
}

interface Parts {
  file: string;
  key: AuditKey;
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>;
  /** Where the log ended when the process began. */
  end: AuditEnd | undefined;
}

function prepare(file: string): AuditHead[] {
  try {
    return prepareHeads(file).slice(-RECENT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `Signed heads of the audit log cannot be written to ${file} (${code}). Set EASEL_AUDIT_DIR to a folder that can.`,
    );
  }
}

export function createHeads({ file, key, log, end: found }: Parts): Heads {
  const recent = prepare(file);
  let end = found;
  let timer: NodeJS.Timeout | null = null;
  /** One line after another. */
  let writing: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  };
  const known = recent.at(-1);
  if (known && known.seq > (end?.seq ?? 0)) {
    const facts = { signed: known.seq, last: end?.seq ?? 0, file };
    log.error(facts, 'the audit log is shorter than a signed head says: its end was cut off');
  }

  const sign = () =>
    inTurn(async () => {
      if (timer) clearTimeout(timer);
      timer = null;
      const last = recent.at(-1);
      if (!end || (last?.seq === end.seq && last.hash === end.hash)) return last ?? null;
      const head = key.sign('head', { ...end, at: new Date().toISOString() });
      await appendHead(file, { head });
      recent.push(head);
      if (recent.length > RECENT) recent.shift();
      return head;
    });
  let isAsked = false;
  const signLater = () => {
    if (isAsked) return;
    isAsked = true;
    void sign()
      .catch((error: unknown) => log.warn({ err: error, file }, 'the end of the audit log was not signed'))
      .finally(() => {
        isAsked = false;
      });
  };

  return {
    file,
    recent: () => recent,
    note(next) {
      end = next;
      if (next.seq - (recent.at(-1)?.seq ?? 0) >= EVERY_ENTRIES) signLater();
      else timer ??= setTimeout(signLater, EVERY_MS).unref();
    },
    sign,
    keepBase: (base) => inTurn(() => appendHead(file, { base })),
    async close() {
      if (timer) clearTimeout(timer);
      await sign();
      if (timer) clearTimeout(timer);
    },
  };
}
