import { Button, Dialog, EmptyState, ErrorState, Kbd, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { explainError } from '../app/explain-error';
import { useIsWide } from '../app/use-media-query';
import { useShortcuts } from '../app/use-shortcuts';
import { modelListQuery } from '../model/model.queries';
import { mainText } from '../model/model-form';
import { Estimate, Generate } from './Generate';
import { PictureDrop } from './PictureDrop';
import { Result, Strip } from './Result';
import { ModelPickers, PromptField, TaskForm } from './TaskForm';
import { useChosenModel, useComposer } from './use-composer';
import { useCurrentTask } from './use-current-task';

function Loaded({ chosen }: { chosen: NonNullable<ReturnType<typeof useChosenModel>> }) {
  const composer = useComposer(chosen);
  const isWide = useIsWide();
  const { task, isError } = useCurrentTask();
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const prompt = mainText(composer.model, composer.mode)?.[0];
  useShortcuts({ '/': () => document.getElementById(`field-${prompt}`)?.focus() });
  const seed = task?.outputs[0]?.seed ?? task?.input.seed;
  const lastSeed = typeof seed === 'number' ? seed : null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    void composer.submit();
    setIsSheetOpen(false);
  };
  const result = (
    <section aria-label="Result" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <Result model={composer.model} task={task} isError={isError} isWide={isWide} />
      </div>
      <Strip current={task} />
    </section>
  );

  if (isWide) {
    return (
      <div className="flex h-full">
        <h1 className="sr-only">Create</h1>
        <PictureDrop />
        <form
          aria-label="New picture"
          className="flex w-[400px] shrink-0 flex-col border-r border-line bg-surface-2"
          onKeyDown={onKeyDown}
          onSubmit={(event) => event.preventDefault()}
        >
          <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-5">
            <ModelPickers model={composer.model} mode={composer.mode} />
            <PromptField composer={composer} />
            <TaskForm composer={composer} lastSeed={lastSeed} />
          </div>
          <div className="flex flex-col gap-2 border-t border-line p-4">
            <Estimate composer={composer} />
            <Generate composer={composer} />
          </div>
        </form>
        {result}
      </div>
    );
  }

  const elsewhere = Object.keys(composer.errors).filter((name) => name !== prompt).length;
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Create</h1>
      <PictureDrop />
      {result}
      <form
        aria-label="New picture"
        className="flex shrink-0 flex-col gap-2 border-t border-line bg-surface-2 p-3"
        onKeyDown={onKeyDown}
        onSubmit={(event) => event.preventDefault()}
      >
        <PromptField composer={composer} compact />
        <Estimate composer={composer} />
        <div className="flex gap-2">
          <Button
            size="lg"
            icon={<SlidersHorizontal aria-hidden className="size-4" />}
            onClick={() => setIsSheetOpen(true)}
            aria-haspopup="dialog"
          >
            Settings
            {elsewhere > 0 ? <span className="text-bad">({elsewhere} to fix)</span> : null}
          </Button>
          <Generate composer={composer} className="flex-1" />
        </div>
        <Dialog open={isSheetOpen} onClose={() => setIsSheetOpen(false)} title="Settings" placement="sheet">
          <div className="flex flex-col gap-5">
            <ModelPickers model={composer.model} mode={composer.mode} />
            <TaskForm composer={composer} lastSeed={lastSeed} />
          </div>
        </Dialog>
      </form>
    </div>
  );
}

function Loading() {
  return (
    <div className="flex h-full flex-col-reverse min-[860px]:flex-row" role="status" aria-label="Loading">
      <div className="flex flex-col gap-5 border-line bg-surface-2 p-5 min-[860px]:w-[400px] min-[860px]:border-r">
        <Skeleton className="h-9 max-[859px]:hidden" />
        <Skeleton className="h-28" />
        <Skeleton className="h-9" />
      </div>
      <div className="grid flex-1 place-items-center">
        <Skeleton className="aspect-square w-[min(60%,60vh)]" />
      </div>
    </div>
  );
}

/** The first page: the form and what comes of it. */
export function CreateScreen() {
  const models = useQuery(modelListQuery());
  const chosen = useChosenModel();
  if (chosen) return <Loaded chosen={chosen} />;
  if (models.isError) {
    return (
      <ErrorState
        className="h-full justify-center"
        title="The models could not be read"
        action={<Button onClick={() => void models.refetch()}>Try again</Button>}
      >
        {explainError(models.error)}
      </ErrorState>
    );
  }
  if (models.isSuccess) {
    return (
      <EmptyState className="h-full justify-center" title="There is no model to use">
        Declare one in <code>inference_settings.json</code>, start Easel again, and press <Kbd>F5</Kbd>.
      </EmptyState>
    );
  }
  return <Loading />;
}
