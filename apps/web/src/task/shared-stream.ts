import type { StreamEvent } from '@easel/contracts';
import type { StreamState } from '@easel/sdk';

/** What the tabs of a browser tell each other. */
type Message =
  | { type: 'event'; event: StreamEvent }
  | { type: 'state'; state: StreamState }
  | { type: 'beat' }
  | { type: 'hello' };

export interface SharedStreamOptions {
  /** Opens the stream and yields its events until the signal ends it. */
  open: (options: {
    signal: AbortSignal;
    last_event_id: string | undefined;
    on_state: (state: StreamState) => void;
  }) => AsyncIterable<StreamEvent>;
  on_event: (event: StreamEvent) => void;
  on_state: (state: StreamState) => void;
  /** What a tab that has just come needs of what is not stored: the last progress and previews. */
  transient: () => StreamEvent[];
}

const CHANNEL = 'easel.events';
const BEAT_MS = 4_000;
/** A tab in sight takes over when the leading tab was silent for longer: it may have been put to sleep. */
const SILENCE_MS = 20_000;
const REOPEN_MS = 3_000;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * One event stream for all tabs of the browser, because a host gets six connections: the tab that holds the lock reads
 * it and tells the others. When that tab closes, the next one resumes after the last event.
 *
 * @returns ends this tab's part
 */
export function shareStream(options: SharedStreamOptions): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  let lastEventId: string | undefined;
  let state: StreamState = 'connecting';
  let leading = false;
  let heard = Date.now();

  const take = (event: StreamEvent) => {
    if (event.event === 'reset') lastEventId = undefined;
    else if (event.id !== null) lastEventId = event.id;
    options.on_event(event);
  };
  const tell = (message: Message) => {
    if (!ended.signal.aborted) channel.postMessage(message);
  };
  const enter = (next: StreamState) => {
    state = next;
    options.on_state(next);
    tell({ type: 'state', state: next });
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    heard = Date.now();
    if (data.type === 'hello' && leading) {
      tell({ type: 'state', state });
      for (const event of options.transient()) tell({ type: 'event', event });
    } else if (data.type === 'state' && !leading && data.state !== state) {
      state = data.state;
      options.on_state(state);
    } else if (data.type === 'event') {
      take(data.event);
    }
  };

  async function lead(signal: AbortSignal): Promise<void> {
    leading = true;
    const beat = setInterval(() => tell({ type: 'beat' }), BEAT_MS);
    while (!signal.aborted) {
      try {
        for await (const event of options.open({ signal, last_event_id: lastEventId, on_state: enter })) {
          take(event);
          tell({ type: 'event', event });
        }
      } catch {
        if (!signal.aborted) enter('waiting');
      }
      if (!signal.aborted) await pause(REOPEN_MS, signal);
    }
    clearInterval(beat);
    leading = false;
  }

  async function stand(steal: boolean): Promise<void> {
    const term = new AbortController();
    const signal = AbortSignal.any([ended.signal, term.signal]);
    try {
      const wish = steal ? { steal } : { signal: ended.signal };
      await navigator.locks.request(CHANNEL, wish, () => lead(signal));
    } catch {
      // The lock was taken over by a tab in sight, or this tab is closing.
    }
    term.abort();
    if (!ended.signal.aborted) void stand(false);
  }

  const watch = setInterval(() => {
    const silent = Date.now() - heard > SILENCE_MS;
    if (leading || !silent || document.visibilityState !== 'visible') return;
    heard = Date.now();
    void stand(true);
  }, BEAT_MS);

  // Without locks (a page that is not served securely) each tab reads a stream of its own.
  if ('locks' in navigator) void stand(false);
  else void lead(ended.signal);
  tell({ type: 'hello' });

  return () => {
    ended.abort();
    clearInterval(watch);
    channel.close();
  };
}
