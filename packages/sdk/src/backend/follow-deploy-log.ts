import type { DeployLog } from '@easel/contracts';
import { sleep } from '../http/sleep.js';
import type { Transport } from '../http/transport.js';

/** How long the server may hold an answer. */
const HOLD_S = 25;
/** Pause after an answer that came at once without news: the server does not hold. */
const PAUSE_MS = 1_000;

/** Yields the log of a deployment part by part, with how far the deployment is, until it is over. */
export async function* followDeployLog(
  { call }: Transport,
  params: { id: string; deploy_id: string },
  signal?: AbortSignal,
): AsyncGenerator<DeployLog, void, undefined> {
  const read = async (query: { offset: number; wait_s?: number }): Promise<DeployLog> =>
    (await call('backend', 'deploy_log', { params, query }, { signal, patient: true })).body;
  // What is there already is not waited for.
  let last = await read({ offset: 0 });
  yield last;
  while (!last.done) {
    const started = Date.now();
    const part = await read({ offset: last.next_offset, wait_s: HOLD_S });
    const is_news = part.text !== '' || part.done || part.deploy.state !== last.deploy.state;
    last = part;
    if (is_news) yield part;
    else if (Date.now() - started < PAUSE_MS) await sleep(PAUSE_MS, signal);
  }
}
