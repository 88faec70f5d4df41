import { useToast } from '@easel/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainError } from '../../app/explain-error';
import { takePicture } from '../../asset/upload-reference';

/** Takes what a drag, a paste or a file picker brings, uploads it where needed, and hands its id on. */
export function useTakePicture(onTaken: (id: string) => void) {
  const client = useQueryClient();
  const toast = useToast();
  const [isBusy, setIsBusy] = useState(false);
  return {
    isBusy,
    async take(data: DataTransfer | File | null): Promise<void> {
      setIsBusy(true);
      try {
        const id = await takePicture(client, data);
        if (id !== null) onTaken(id);
      } catch (cause) {
        toast({ message: explainError(cause), tone: 'bad' });
      } finally {
        setIsBusy(false);
      }
    },
  };
}
