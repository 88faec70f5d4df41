import type { Task } from '@easel/sdk';
import { Button, Dialog, EmptyState, ErrorState, Kbd, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Brush, SlidersHorizontal, Sparkles } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { explainError } from '../app/explain-error';
import { useIsWide } from '../app/use-media-query';
import { useShortcuts } from '../app/use-shortcuts';
import { estimateLine } from '../model/estimate';
import { modelListQuery } from '../model/model.queries';
import { mainText } from '../model/model-form';
import { ExamplePrompts } from './ExamplePrompts';
import { ModelPickers, PromptField, TaskForm } from './TaskForm';
import { TaskTile } from './TaskTile';
import { TaskView } from './TaskView';
import { activeTasksQuery, recentTasksQuery, taskQuery } from './task.queries';
import { type Composer, useChosenModel, useComposer } from './use-composer';
import { usePictureDrop } from './use-picture-drop';

const route = getRouteApi('/');
const SHOWN = 20;
const MAC = navigator.platform.startsWith('Mac');

/** The task in sight: the one that the address names, else the last one. */
function useCurrentTask(): { task: Task | undefined; isError: boolean } {
  const { task: id } = route.useSearch();
  const { data: recent } = useQuery(recentTasksQuery());
  const named = useQuery({ ...taskQuery(id ?? ''), enabled: id !== undefined });
  const newest = recent?.[0];
  if (id === undefined) return { task: newest, isError: false };
  return { task: recent?.find((task) => task.id === id) ?? named.data, isError: named.isError };
}

function Generate({ composer, className }: { composer: Composer; className?: string }) {
  return (
    <Button
      variant="primary"
      size="lg"
      className={className}
      icon={<Sparkles aria-hidden className="size-4" />}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      // The second press of a double click is not a second wish.
      onClick={(event: MouseEvent) => {
        if (event.detail < 2) void composer.submit();
      }}
    >
      Generate
      <span className="ml-1 text-xs font-normal pointer-coarse:hidden" aria-hidden>
        {MAC ? '⌘⏎' : 'Ctrl ⏎'}
      </span>
    </Button>
  );
}

function Estimate({ composer }: { composer: Composer }) {
  const { data: active = [] } = useQuery(activeTasksQuery());
  const line = estimateLine(composer.model, composer.count, active.length);
  return line ? <p className="text-center text-xs text-text-3">{line}</p> : null;
}

function Result({
  composer,
  task,
  isError,
  isWide,
}: {
  composer: Composer;
  task: Task | undefined;
  isError: boolean;
  isWide: boolean;
}) {
  const recent = useQuery(recentTasksQuery());
  if (task) return <TaskView task={task} isWide={isWide} />;
  if (isError) {
    return (
      <EmptyState className="m-auto" title="This task is not here">
        It may have been deleted. Choose another one below, or make a new picture.
      </EmptyState>
    );
  }
  if (recent.isError) {
    return (
      <ErrorState
        className="m-auto"
        title="Your pictures could not be read"
        action={<Button onClick={() => void recent.refetch()}>Try again</Button>}
      >
        {explainError(recent.error)}
      </ErrorState>
    );
  }
  if (recent.isPending) return <Skeleton className="m-auto aspect-square w-[min(60%,60vh)]" />;
  return (
    <EmptyState
      className="m-auto"
      icon={<Brush aria-hidden className="size-8" />}
      title="Describe a picture, then generate it"
      action={<ExamplePrompts model={composer.model} />}
    >
      {composer.model.description} Or begin with one of these:
    </EmptyState>
  );
}

function Strip({ current }: { current: Task | undefined }) {
  const { data: recent = [] } = useQuery(recentTasksQuery());
  if (recent.length === 0) return null;
  return (
    <nav aria-label="Last tasks" className="shrink-0 border-t border-line bg-surface-2">
      <ul className="flex gap-2 overflow-x-auto p-2.5">
        {recent.slice(0, SHOWN).map((task) => (
          <TaskTile key={task.id} task={task} isCurrent={task.id === current?.id} />
        ))}
      </ul>
    </nav>
  );
}

function Loaded({ chosen }: { chosen: NonNullable<ReturnType<typeof useChosenModel>> }) {
  const composer = useComposer(chosen);
  const isWide = useIsWide();
  const { task, isError } = useCurrentTask();
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  usePictureDrop();
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
        <Result composer={composer} task={task} isError={isError} isWide={isWide} />
      </div>
      <Strip current={task} />
    </section>
  );

  if (isWide) {
    return (
      <div className="flex h-full">
        <h1 className="sr-only">Create</h1>
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
