import { Button } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import type { MouseEvent } from 'react';
import { estimateLine } from '../model/estimate';
import { activeTasksQuery } from './task.queries';
import type { Composer } from './use-composer';

const MAC = navigator.platform.startsWith('Mac');

/** The button that this page is about. */
export function Generate({ composer, className }: { composer: Composer; className?: string }) {
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

/** What it will take, once that is known. */
export function Estimate({ composer }: { composer: Composer }) {
  const { data: active = [] } = useQuery(activeTasksQuery());
  const line = estimateLine(composer.model, composer.count, active.length);
  return line ? <p className="text-center text-xs text-text-3">{line}</p> : null;
}
