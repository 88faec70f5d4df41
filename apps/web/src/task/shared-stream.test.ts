import type { StreamEvent } from '@easel/contracts';
import { expect, test, vi } from 'vitest';
import { shareStream } from './shared-stream';

/** Locks of the platform, reduced to one at a time in order of asking. */
function queueOfLocks() {
  let last = Promise.resolve();
  return {
    request: (_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) => {
      const turn = last.then(() => (signal.aborted ? undefined : work()));
      last = turn.then(() => undefined);
      return turn;
    },
  };
}

const reset = (reason: string): StreamEvent => ({ event: 'reset', id: null, data: { reason } });

test('one tab reads the stream, the other hears of it, and takes over when the first one closes', async () => {
  Object.defineProperty(navigator, 'locks', { value: queueOfLocks(), configurable: true });
  const opened: string[] = [];
  const heard: string[] = [];
  const tab = (name: string) =>
    shareStream({
      open: async function* ({ signal }) {
        opened.push(name);
        yield reset(`from ${name}`);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      on_event: (event) => heard.push(`${name}: ${event.event === 'reset' ? event.data.reason : ''}`),
      on_state: () => undefined,
      transient: () => [],
    });
  const closeFirst = tab('first');
  const closeSecond = tab('second');
  await vi.waitFor(() => expect(heard).toEqual(['first: from first', 'second: from first']));
  expect(opened).toEqual(['first']);
  closeFirst();
  await vi.waitFor(() => expect(heard.at(-1)).toBe('second: from second'));
  expect(opened).toEqual(['first', 'second']);
  closeSecond();
});
