import type { StreamEvent } from '@easel/contracts';
import type { StreamState } from '@easel/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { easel } from '../app/client';
import { createValue, useValue } from '../app/value';
import { shareStream } from './shared-stream';
import { applyEvent, type Live } from './task-cache';

const streamState = createValue<StreamState>('connecting');

/** Whether news arrives. */
export const useStreamState = (): StreamState => useValue(streamState);

function asEvents(id: string, { previews, ...figures }: Live): StreamEvent[] {
  return [
    { event: 'progress', id: null, data: { task_id: id, ...figures } },
    ...Object.entries(previews).map(
      ([index, data_url]): StreamEvent => ({
        event: 'preview',
        id: null,
        data: { task_id: id, index: Number(index), data_url },
      }),
    ),
  ];
}

/** Keeps every task in the cache as it is, for as long as the page is open and somebody may look. Used once, by the shell. */
export function useTaskEvents(listening: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!listening) return;
    return shareStream({
      open: (options) => easel.events.subscribe(options),
      on_event: (event) => applyEvent(client, event),
      on_state: (state) => {
        // What ended between the last look and the connection is not told again.
        if (state === 'open') void client.invalidateQueries({ queryKey: ['tasks'] });
        streamState.set(state);
      },
      transient: () =>
        client
          .getQueriesData<Live>({ queryKey: ['live'] })
          .flatMap(([key, live]) => (live ? asEvents(String(key[1]), live) : [])),
    });
  }, [client, listening]);
}
