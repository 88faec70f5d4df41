import { Button, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CallError } from '../app/CallError.js';
import { formatFull, formatWhen } from '../app/format.js';
import { TONE_DOT } from '../app/tone-dot.js';
import { historyQuery } from './backend.queries.js';
import { EVENT_LOOK } from './backend-look.js';

/** What happened to a backend, newest first. */
export function BackendHistory({ id }: { id: string }) {
  const query = useInfiniteQuery(historyQuery(id));
  if (query.isPending) return <Skeleton className="h-32" />;
  if (query.data === undefined) {
    return (
      <CallError title="The history could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const events = query.data.pages.flatMap((page) => page.items);
  if (events.length === 0) return <p className="text-[13px] text-text-2">Nothing has happened yet.</p>;
  return (
    <>
      <ol aria-label="History, newest first" className="flex flex-col">
        {events.map((event, index) => (
          <li key={event.id} className="grid grid-cols-[1rem_1fr] gap-x-2 text-[13px]">
            <span aria-hidden className="relative flex justify-center">
              {index > 0 ? <span className="absolute top-0 h-2.5 w-px bg-line" /> : null}
              {index < events.length - 1 ? <span className="absolute top-4.5 bottom-0 w-px bg-line" /> : null}
              <span className={`mt-2.5 size-2 rounded-full ${TONE_DOT[EVENT_LOOK[event.kind].tone]}`} />
            </span>
            <div className="min-w-0 py-1.5">
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-medium">{EVENT_LOOK[event.kind].label}</span>
                <time dateTime={event.at} title={formatFull(event.at)} className="text-xs text-text-3">
                  {formatWhen(event.at)}
                </time>
              </p>
              {event.message === '' ? null : <p className="break-words text-text-2">{event.message}</p>}
            </div>
          </li>
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button
          size="sm"
          variant="ghost"
          className="mt-2"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older
        </Button>
      ) : null}
    </>
  );
}
