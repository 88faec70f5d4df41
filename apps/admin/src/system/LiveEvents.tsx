import type { StreamEvent, StreamState } from '@easel/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { applyToCache } from '../task/live-tasks.js';
import { useIsOpen } from '../user/session.js';
import { openSharedStream } from './shared-stream.js';

/** Changes are drawn at most this often. */
const FLUSH_MS = 100;

const LiveContext = createContext<StreamState>('connecting');

/** Whether changes arrive as they happen. */
export const useLiveState = (): StreamState => useContext(LiveContext);

/** Keeps every list and task on the screen up to date. */
export function LiveEvents({ children }: { children: ReactNode }) {
  const [state, setState] = useState<StreamState>('connecting');
  const client = useQueryClient();
  const listening = useIsOpen();
  useEffect(() => {
    if (!listening) return;
    let waiting: StreamEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      applyToCache(client, events);
    };
    const close = openSharedStream({
      on_state: (next) => {
        setState(next);
        // The API is back: what could not be loaded is tried again.
        if (next === 'open')
          void client.refetchQueries({ type: 'active', predicate: (q) => q.state.status === 'error' });
      },
      on_event: (event) => {
        if (event.event === 'preview') return;
        waiting.push(event);
        timer ??= setTimeout(flush, FLUSH_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [client, listening]);
  return <LiveContext value={state}>{children}</LiveContext>;
}
