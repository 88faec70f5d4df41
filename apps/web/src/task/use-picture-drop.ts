import { useToast } from '@easel/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { explainError } from '../app/explain-error';
import { readRecipe } from '../asset/read-recipe';
import { bringsPicture, DRAGGED_ASSET, takePicture } from '../asset/upload-reference';
import { usePictureActions } from '../asset/use-picture-actions';
import { slotsIn } from '../model/image-slots';
import { modelListQuery } from '../model/model.queries';
import { getDraft } from './draft';
import { chosenOf } from './place-image';

/**
 * A picture dropped or pasted anywhere. While the form has a slot for one, it goes there. Else a file that carries its
 * recipe fills the form, and any other one becomes the reference, in a mode that takes one.
 */
export function usePictureDrop(): void {
  const client = useQueryClient();
  const toast = useToast();
  const { takeDropped, remix } = usePictureActions();
  useEffect(() => {
    async function recipeIn(file: File) {
      const models = await client.ensureQueryData(modelListQuery());
      const chosen = chosenOf(models, getDraft());
      // A video is no picture to start from: it can only bring its recipe.
      if (file.type.startsWith('video/')) return (await readRecipe(file, models)) ?? 'none';
      return chosen && slotsIn(chosen.model, chosen.mode).length > 0 ? null : readRecipe(file, models);
    }

    async function take(source: DataTransfer | File) {
      try {
        const recipe = source instanceof File ? await recipeIn(source) : null;
        if (recipe === 'none') {
          return toast({
            message: 'This video carries no recipe of a model here. To use one of its frames, drop a picture of it.',
            tone: 'bad',
          });
        }
        if (recipe) return await remix(recipe);
        const id = await takePicture(client, source);
        if (id !== null) await takeDropped(id);
      } catch (error) {
        toast({ message: explainError(error), tone: 'bad' });
      }
    }

    // What an event brings can only be read while it is handled.
    const bring = (event: Event, data: DataTransfer | null) => {
      if (event.defaultPrevented || !data || !bringsPicture(data)) return;
      const source = data.types.includes(DRAGGED_ASSET) ? data : data.files[0];
      if (!source) return;
      event.preventDefault();
      void take(source);
    };
    const onOver = (event: DragEvent) => {
      if (bringsPicture(event.dataTransfer)) event.preventDefault();
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
  }, [client, toast, takeDropped, remix]);
}
