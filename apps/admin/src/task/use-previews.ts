import { useEffect, useState } from 'react';
import { easel } from '../app/easel.js';

/** Newest small image of each output while one's own task is being made. Of others' tasks there are none. */
export function usePreviews(id: string, running: boolean): Readonly<Record<number, string>> {
  const [previews, setPreviews] = useState<Record<number, string>>({});
  useEffect(() => {
    if (!running) return;
    const leaving = new AbortController();
    const follow = async () => {
      for await (const event of easel.task.subscribe(id, { signal: leaving.signal })) {
        if (event.event !== 'preview') continue;
        setPreviews((old) => ({ ...old, [event.data.index]: event.data.data_url }));
      }
    };
    // Previews are an extra: without them the page says all the same.
    follow().catch(() => {});
    return () => leaving.abort();
  }, [id, running]);
  return previews;
}
