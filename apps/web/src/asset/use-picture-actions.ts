import type { ModeName, Recipe } from '@easel/contracts';
import type { Asset, Model } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import type { ImagePlace, ImageRole } from '../model/image-slots';
import { modelListQuery } from '../model/model.queries';
import { changeDraft, type Draft, getDraft } from '../task/draft';
import { chosenOf, placeFor, placeForDrop, placeImage } from '../task/place-image';
import { taskQuery } from '../task/task.queries';
import { type AssetPage, dropFromGallery } from '../task/task-cache';
import { useCreateTask } from '../task/use-create-task';
import { useTaskActions } from '../task/use-task-actions';
import { assetKey } from './asset.queries';
import type { Moment } from './capture-frame';
import { withoutSeed } from './recipe';
import { takeAsset } from './upload-reference';

const DONE: Record<ImageRole, string> = {
  reference: 'Reference image set.',
  source: 'Picture to enlarge set.',
  mask: 'Mask set.',
  first: 'First image set.',
  last: 'Last image set.',
  keyframe: 'Key frame added.',
};

interface UseOptions {
  /** Modes to be tried first. */
  prefer?: readonly ModeName[];
  /** Which frame of a video. */
  moment?: Moment | undefined;
}

/** From any picture, one step to the next one. */
export function usePictureActions() {
  const client = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const { mutateAsync: create } = useCreateTask();
  const { remove: removeTask } = useTaskActions();
  return useMemo(() => {
    const complain = (error: unknown) => toast({ message: explainError(error), tone: 'bad' });

    async function make(recipe: Recipe, count: number) {
      try {
        const task = await create({ model: recipe.model, mode: recipe.mode, input: recipe.input, count });
        await navigate({ to: '/', search: { task: task.id } });
      } catch (error) {
        complain(error);
      }
    }

    async function catalogue(): Promise<Model[]> {
      return client.ensureQueryData(modelListQuery());
    }

    async function changeForm(change: Partial<Draft>, message: string) {
      const before = getDraft();
      changeDraft(change);
      toast({ message, action: { label: 'Undo', onPress: () => changeDraft(before) } });
      // On the form's own page the result in sight stays.
      if (location.pathname !== '/') await navigate({ to: '/' });
    }

    async function fill(models: Model[], place: ImagePlace | null, idOf: () => Promise<string>) {
      if (!place) return toast({ message: 'No model here takes a picture like that.', tone: 'bad' });
      try {
        const id = await idOf();
        const draft = getDraft();
        const next = placeImage(draft, chosenOf(models, draft), place, id);
        const { model, mode, role } = place;
        const where =
          model.id === draft.model && mode === draft.mode ? '' : ` ${model.name}, ${model.modes[mode]?.label}.`;
        await changeForm(next, `${DONE[role]}${where}`);
      } catch (error) {
        complain(error);
      }
    }

    function show(asset: Asset) {
      client.setQueryData(assetKey(asset.id), asset);
      client.setQueriesData<InfiniteData<AssetPage>>({ queryKey: ['assets'] }, (data) =>
        data
          ? {
              ...data,
              pages: data.pages.map((page) => ({
                ...page,
                items: page.items.map((item) => (item.id === asset.id ? asset : item)),
              })),
            }
          : data,
      );
    }

    return {
      /** The same but for a new seed. */
      vary: (recipe: Recipe) => make(withoutSeed(recipe), 1),
      /** Several with new seeds: four, or as many as the model makes at once. */
      async more(recipe: Recipe) {
        const model = (await catalogue()).find((m) => m.id === recipe.model);
        await make(withoutSeed(recipe), Math.min(4, model?.modes[recipe.mode]?.max_count ?? 4));
      },
      /** The same seed with other words. */
      redraw: (recipe: Recipe, name: string, text: string) =>
        make({ ...recipe, input: { ...recipe.input, [name]: text } }, 1),
      /** Fills the form with what made the picture. */
      remix: (recipe: Recipe) =>
        changeForm({ model: recipe.model, mode: recipe.mode, values: recipe.input, count: 1 }, 'The form is filled.'),
      /** Puts a picture, or a frame of a video, to a use, in the model and mode that have a place for it. */
      async putToUse(asset: Asset, role: ImageRole, { prefer = [], moment }: UseOptions = {}) {
        const models = await catalogue();
        const place = placeFor(models, getDraft(), role, prefer);
        await fill(models, place, () => takeAsset(client, asset, moment));
      },
      /** Puts a picture that was dropped into the empty place in sight, or into the nearest that takes one. */
      async takeDropped(id: string) {
        const models = await catalogue();
        await fill(models, placeForDrop(models, getDraft()), () => Promise.resolve(id));
      },
      async setFavorite(asset: Asset, favorite: boolean) {
        show({ ...asset, favorite });
        try {
          show(await easel.asset.patch(asset.id, { favorite }));
          await client.invalidateQueries({ queryKey: ['assets', 'favorites'] });
        } catch (error) {
          show(asset);
          complain(error);
        }
      },
      async remove(asset: Asset) {
        const deleted = asset.type === 'video' ? 'Video deleted.' : 'Picture deleted.';
        const task =
          asset.task_id === null ? null : await client.ensureQueryData(taskQuery(asset.task_id)).catch(() => null);
        // A task without pictures is of no use to anyone.
        if (task && task.outputs.length <= 1) return removeTask(task, deleted);
        dropFromGallery(client, (other) => other.id === asset.id);
        const renew = () =>
          Promise.all(['assets', 'tasks', 'task'].map((part) => client.invalidateQueries({ queryKey: [part] })));
        const restore = async () => {
          try {
            await easel.asset.restore(asset.id);
            await renew();
          } catch (error) {
            complain(error);
          }
        };
        try {
          await easel.asset.remove(asset.id);
          toast({ message: deleted, action: { label: 'Undo', onPress: () => void restore() } });
        } catch (error) {
          complain(error);
        }
        await renew();
      },
    };
  }, [client, toast, navigate, create, removeTask]);
}
export type PictureActions = ReturnType<typeof usePictureActions>;
