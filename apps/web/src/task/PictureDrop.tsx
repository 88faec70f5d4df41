import { Suspense, useEffect, useState } from 'react';
import { part } from '../app/part';
import { DRAGGED_ASSET } from '../asset/dragged-asset';

/** What a drop or a paste brought: a file, or the id of a picture or video of the studio. */
export type Brought = File | string;

// What to do with it is not needed before something is brought.
const TakeBrought = part(() => import('./TakeBrought'));

const brings = (data: DataTransfer | null): boolean =>
  data !== null && (data.types.includes(DRAGGED_ASSET) || data.types.includes('Files'));

/** Takes what is dropped or pasted anywhere on the page. */
export function PictureDrop() {
  const [brought, setBrought] = useState<Brought | null>(null);
  useEffect(() => {
    // What an event brings can only be read while it is handled.
    const bring = (event: Event, data: DataTransfer | null) => {
      if (event.defaultPrevented || !data || !brings(data)) return;
      const next = data.getData(DRAGGED_ASSET) || data.files[0];
      if (!next) return;
      event.preventDefault();
      setBrought(next);
    };
    const onOver = (event: DragEvent) => {
      if (brings(event.dataTransfer)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => bring(event, event.dataTransfer);
    const onPaste = (event: ClipboardEvent) => bring(event, event.clipboardData);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
  return brought === null ? null : (
    <Suspense>
      <TakeBrought brought={brought} onTaken={() => setBrought(null)} />
    </Suspense>
  );
}
