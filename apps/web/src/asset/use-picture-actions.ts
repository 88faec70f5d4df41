import type { Recipe } from '@easel/contracts';
import type { Asset, Model } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { modelListQuery } from '../model/model.queries';
import { imageSlot, modeOr } from '../model/model-form';
import { changeDraft, type Draft, getDraft } from '../task/draft';
import { taskQuery } from '../task/task.queries';
import { type AssetPage, dropFromGallery } from '../task/task-cache';
import { useCreateTask } from '../task/use-create-task';
import { useTaskActions } from '../task/use-task-actions';
import { assetKey } from './asset.queries';
import { withoutSeed } from './recipe';

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
      /** Puts the picture into the slot that takes one, in a mode that has it. */
      async takeAsReference(asset: Pick<Asset, 'id'>) {
        const draft = getDraft();
        const models = (await catalogue()).filter((m) => m.enabled);
        const chosen = models.find((m) => m.id === draft.model) ?? models[0];
        const candidates = chosen ? [chosen, ...models.filter((m) => m !== chosen)] : models;
        for (const model of candidates) {
          const slot = imageSlot(model, modeOr(model, draft.mode));
          if (!slot) continue;
          const values = { ...draft.values, [slot.name]: asset.id };
          await changeForm({ model: model.id, mode: slot.mode, values }, 'Reference image set.');
          return;
        }
        toast({ message: 'No model here takes a reference image.', tone: 'bad' });
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
        const task =
          asset.task_id === null ? null : await client.ensureQueryData(taskQuery(asset.task_id)).catch(() => null);
        // A task without pictures is of no use to anyone.
        if (task && task.outputs.length <= 1) return removeTask(task, 'Picture deleted.');
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
          toast({ message: 'Picture deleted.', action: { label: 'Undo', onPress: () => void restore() } });
        } catch (error) {
          complain(error);
        }
        await renew();
      },
    };
  }, [client, toast, navigate, create, removeTask]);
}
export type PictureActions = ReturnType<typeof usePictureActions>;
