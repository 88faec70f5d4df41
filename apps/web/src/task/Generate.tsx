import { Button, classNames } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import type { MouseEvent } from 'react';
import { availabilityOf, whyNot } from '../model/availability';
import { estimateLine, startsWhen } from '../model/estimate';
import { activeTasksQuery } from './task.queries';
import type { Composer } from './use-composer';

const MAC = navigator.platform.startsWith('Mac');

/** The button that this page is about. */
export function Generate({ composer, className }: { composer: Composer; className?: string | undefined }) {
  return (
    <Button
      variant="primary"
      size="lg"
      className={classNames(className, 'aria-disabled:opacity-60')}
      icon={<Sparkles aria-hidden className="size-4" />}
      aria-disabled={whyNot(composer.model) !== null || undefined}
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

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What it will take, once that is known; or why it cannot be, and what to do. */
export function Estimate({ composer }: { composer: Composer }) {
  const { model, count } = composer;
  const { data: active = [] } = useQuery(activeTasksQuery());
  // Other models have machines of their own.
  const ahead = active.filter((task) => task.model === model.id).length;
  const why = whyNot(model);
  if (why !== null) {
    const { remedy } = availabilityOf(model);
    return (
      <div className="rounded-md bg-warn-soft px-3 py-2 text-[13px] leading-relaxed text-text-1">
        {why}{' '}
        {remedy ? (
          <a className="inline-block font-medium underline pointer-coarse:py-3" href={remedy.href}>
            {remedy.label}
          </a>
        ) : null}
      </div>
    );
  }
  const line =
    estimateLine(model, count, ahead) ?? (model.availability === 'ready' ? null : sentence(startsWhen(model, ahead)));
  return line ? <p className="text-center text-xs text-text-3">{line}</p> : null;
}
