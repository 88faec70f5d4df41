import type { StreamEvent, StreamState } from '@easel/sdk';
import { easel } from '../app/easel.js';

/** What the tabs tell each other. */
type Message = { kind: 'event'; event: StreamEvent } | { kind: 'state'; state: StreamState } | { kind: 'who' };

interface Listener {
  on_event: (event: StreamEvent) => void;
  on_state: (state: StreamState) => void;
}

const NAME = 'easel.console.events';

/**
 * The events of all tasks, over one connection for all tabs: browsers allow six per host. The tab that holds the lock
 * listens and passes on; when it closes, another takes over and all read their lists again.
 */
export function openSharedStream({ on_event, on_state }: Listener): () => void {
  const closing = new AbortController();
  const channel = new BroadcastChannel(NAME);
  let leads = false;
  let state: StreamState = 'connecting';

  const tell = (message: Message) => channel.postMessage(message);
  const note = (next: StreamState) => {
    state = next;
    on_state(next);
    tell({ kind: 'state', state });
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'event') on_event(data.event);
    if (data.kind === 'state') on_state(data.state);
    if (data.kind === 'who' && leads) tell({ kind: 'state', state });
  };
  tell({ kind: 'who' });

  const pass = (event: StreamEvent) => {
    on_event(event);
    tell({ kind: 'event', event });
  };
  const lead = async () => {
    leads = true;
    pass({ event: 'reset', id: null, data: { reason: 'another tab listens now' } });
    for await (const event of easel.events.subscribe({ signal: closing.signal, on_state: note })) pass(event);
  };
  // Locks need a secure context; without one, each tab listens for itself.
  const running = navigator.locks ? navigator.locks.request(NAME, { signal: closing.signal }, lead) : lead();
  running.catch(() => {
    if (!closing.signal.aborted) note('waiting');
  });
  return () => {
    closing.abort();
    channel.close();
  };
}
