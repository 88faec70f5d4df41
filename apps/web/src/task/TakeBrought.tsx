import { useToast } from '@easel/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { explainError } from '../app/explain-error';
import { assetQuery } from '../asset/asset.queries';
import { readRecipe } from '../asset/read-recipe';
import { takeAsset, takePicture } from '../asset/upload-reference';
import { usePictureActions } from '../asset/use-picture-actions';
import { slotsIn } from '../model/image-slots';
import { modelListQuery } from '../model/model.queries';
import { getDraft } from './draft';
import type { Brought } from './PictureDrop';
import { chosenOf } from './place-image';

/**
 * Puts what was brought to use. While the form has a place for a picture, it goes there. Else a file that carries its
 * recipe fills the form, and any other picture goes to the nearest mode that takes one.
 */
export default function TakeBrought({ brought, onTaken }: { brought: Brought; onTaken: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const { takeDropped, remix } = usePictureActions();
  const handled = useRef<Brought | null>(null);
  useEffect(() => {
    // Effects run twice in development.
    if (handled.current === brought) return;
    handled.current = brought;

    async function takeFile(file: File) {
      const models = await client.ensureQueryData(modelListQuery());
      const chosen = chosenOf(models, getDraft());
      const isVideo = file.type.startsWith('video/');
      const hasPlace = chosen !== null && slotsIn(chosen.model, chosen.mode).length > 0;
      const recipe = hasPlace && !isVideo ? null : await readRecipe(file, models);
      if (recipe) return remix(recipe);
      if (isVideo) {
        const message = 'This video carries no recipe of a model here. To use one of its frames, drop a picture of it.';
        return toast({ message, tone: 'bad' });
      }
      const id = await takePicture(client, file);
      if (id !== null) await takeDropped(id);
    }

    const work =
      typeof brought === 'string'
        ? client
            .ensureQueryData(assetQuery(brought))
            .then((asset) => takeAsset(client, asset))
            .then(takeDropped)
        : takeFile(brought);
    work.catch((error: unknown) => toast({ message: explainError(error), tone: 'bad' })).finally(onTaken);
  }, [brought, client, toast, takeDropped, remix, onTaken]);
  return null;
}
