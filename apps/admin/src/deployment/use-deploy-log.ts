import { EaselError } from '@easel/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { easel } from '../app/easel.js';
import { refreshBackends } from '../backend/use-backend-actions.js';
import { joinLog, type LogSoFar, NO_LOG } from './deploy-log.js';

const AGAIN_MS = 2000;

export interface FollowedLog extends LogSoFar {
  /** Why nothing more is read at present; it is tried again unless the log does not exist. */
  error: unknown;
}

/** Reads a deployment's log from its beginning and follows it to its end, over lost connections too. */
export function useDeployLog(backend_id: string, deploy_id: string): FollowedLog {
  const client = useQueryClient();
  const [log, setLog] = useState<FollowedLog>({ ...NO_LOG, error: null });
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setLog({ ...NO_LOG, error: null });
    const read = async () => {
      let live = false;
      for await (const part of easel.backend.deploy_log(backend_id, deploy_id, { signal: leaving.signal })) {
        setLog((before) => ({ ...joinLog(before, part), error: null }));
        // What just ended under our eyes has changed the backend.
        if (part.done && live) refreshBackends(client);
        live = !part.done;
      }
    };
    const follow = () => {
      read().catch((error: unknown) => {
        if (leaving.signal.aborted) return;
        setLog((before) => ({ ...before, error }));
        if (!(error instanceof EaselError && error.status === 404)) timer = setTimeout(follow, AGAIN_MS);
      });
    };
    follow();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [backend_id, deploy_id, client]);
  return log;
}
