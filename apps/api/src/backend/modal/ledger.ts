import { LedgerEntry, WorkerDescription } from '@easel/contracts';
import { z } from 'zod';
import type { Functions } from './functions.js';
import type { Link } from './open-link.js';
import type { Timings } from './timings.js';
import { within } from './within.js';

const Answer = z.object({ reply: z.string(), data: z.instanceof(Uint8Array).optional() });
const ReadReply = z.object({ size: z.int().min(0).nullable() });

/** What the worker's function `ledger` knows: of attempts, of their files, and of the deployment. */
export interface Ledger {
  find(attempt_id: string): Promise<LedgerEntry>;
  /** Part of a file, and the size of the whole; null when there is no such file. */
  read(
    attempt_id: string,
    name: string,
    offset: number,
    length: number,
  ): Promise<{ data: Uint8Array; size: number | null }>;
  describe(app?: string): Promise<WorkerDescription>;
}

export function createLedger(link: () => Promise<Link>, functions: Functions, timings: Timings): Ledger {
  async function ask(request: Record<string, unknown>, app?: string): Promise<z.infer<typeof Answer>> {
    const connected = await link();
    const find = () => functions.ledger(connected, app);
    return within({ ms: timings.ledger_ms + timings.download_ms }, async () => {
      const call = await functions.use(find, (found) => found.spawn([JSON.stringify(request)]));
      const answer = Answer.parse(await call.get({ timeoutMs: timings.ledger_ms }));
      connected.watch.facts.delete(call.functionCallId);
      return answer;
    });
  }
  return {
    async find(attempt_id) {
      return LedgerEntry.parse(JSON.parse((await ask({ op: 'find', attempt_id })).reply));
    },
    async read(attempt_id, name, offset, length) {
      const { reply, data } = await ask({ op: 'read', attempt_id, name, offset, length });
      const { size } = ReadReply.parse(JSON.parse(reply));
      return { data: data ?? new Uint8Array(), size };
    },
    async describe(app) {
      return WorkerDescription.parse(JSON.parse((await ask({ op: 'describe' }, app)).reply));
    },
  };
}
