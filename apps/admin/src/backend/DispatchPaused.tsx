import { Button } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import { Ago } from '../app/Ago.js';
import { dispatchQuery } from './backend.queries.js';
import { useDispatch } from './DispatchSwitch.js';

/** On every screen while new work is held back, so that nobody wonders why nothing runs. */
export function DispatchPaused() {
  const { data } = useQuery({ ...dispatchQuery(), refetchInterval: 15_000 });
  const set = useDispatch();
  if (!data?.paused) return null;
  return (
    <section
      aria-label="Dispatch"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-soft px-4 py-1.5 text-[13px]"
    >
      <CirclePause aria-hidden className="size-4 shrink-0 text-warn" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold text-warn">Dispatch is paused</strong>
        {data.changed_at === null ? null : (
          <>
            {' '}
            (<Ago at={data.changed_at} />)
          </>
        )}
        : new tasks wait.
      </p>
      <Button size="sm" disabled={set.isPending} onClick={() => set.mutate(false)}>
        Resume
      </Button>
    </section>
  );
}
