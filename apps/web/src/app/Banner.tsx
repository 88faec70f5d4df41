import { Button } from '@easel/ui';
import { useEffect, useState } from 'react';
import { useStreamState } from '../task/use-task-events';
import { contractChanged } from './client';
import { useValue } from './value';

/** A short break is not worth a word. */
const PATIENCE_MS = 2500;

function useIsCutOff(): boolean {
  const state = useStreamState();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (state === 'open') return setIsLong(false);
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return isLong;
}

/** Says when what is shown may be old: no connection, or another contract on the server. */
export function Banner() {
  const isCutOff = useIsCutOff();
  const isOutdated = useValue(contractChanged);
  if (isCutOff) {
    return (
      <p role="status" className="bg-warn-soft px-4 py-2 text-center text-sm text-warn">
        No connection to the server. Trying again; nothing you typed is lost.
      </p>
    );
  }
  if (!isOutdated) return null;
  return (
    <div role="status" className="flex items-center justify-center gap-3 bg-accent-soft px-4 py-1.5 text-sm">
      The server's models have changed.
      <Button size="sm" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}
