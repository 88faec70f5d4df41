import { useToast } from '@easel/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { explainError } from '../app/explain-error';
import { bringsPicture, takePicture } from '../asset/upload-reference';
import { usePictureActions } from '../asset/use-picture-actions';

/** A picture dropped or pasted anywhere becomes the reference, in a mode that takes one. */
export function useReferenceDrop(): void {
  const client = useQueryClient();
  const toast = useToast();
  const { takeAsReference } = usePictureActions();
  useEffect(() => {
    async function take(data: DataTransfer | null) {
      try {
        const id = await takePicture(client, data);
        if (id !== null) await takeAsReference({ id });
      } catch (error) {
        toast({ message: explainError(error), tone: 'bad' });
      }
    }
    const onOver = (event: DragEvent) => {
      if (bringsPicture(event.dataTransfer)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (event.defaultPrevented || !bringsPicture(event.dataTransfer)) return;
      event.preventDefault();
      void take(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!event.clipboardData || event.clipboardData.files.length === 0) return;
      event.preventDefault();
      void take(event.clipboardData);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [client, toast, takeAsReference]);
}
