import type { Task } from '@easel/sdk';
import { useEffect, useState } from 'react';
import { easel } from '../app/easel.js';

export interface TaskHistory {
  /** Stored versions as the event log holds them, oldest first. */
  versions: readonly Task[];
  /** Newest small image of each output while it is being made. */
  previews: Readonly<Record<number, string>>;
  /** Why the log could not be read; null when it could. */
  error: unknown;
}

const NOTHING: TaskHistory = { versions: [], previews: {}, error: null };

/** Replays the event log of a task from its beginning and follows it until the task has ended. */
export function useTaskHistory(id: string, replay: number): TaskHistory {
  const [history, setHistory] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another replay reads the log again
  useEffect(() => {
    const leaving = new AbortController();
    setHistory(NOTHING);
    const follow = async () => {
      for await (const event of easel.task.subscribe(id, { last_event_id: '0', signal: leaving.signal })) {
        if (event.event === 'task') {
          setHistory((old) => ({ ...old, versions: [...old.versions, event.data] }));
        } else if (event.event === 'preview') {
          setHistory((old) => ({ ...old, previews: { ...old.previews, [event.data.index]: event.data.data_url } }));
        }
      }
    };
    follow().catch((error: unknown) => {
      if (!leaving.signal.aborted) setHistory((old) => ({ ...old, error }));
    });
    return () => leaving.abort();
  }, [id, replay]);
  return history;
}
