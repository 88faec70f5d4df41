import type { AuditStory } from '@easel/contracts';
import { EaselError } from '@easel/sdk';
import { Button, EmptyState, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { formatFull } from '../app/format.js';
import { Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { storyQuery } from './audit.queries.js';
import { actorLabel, KIND_WORD } from './audit-look.js';
import { StoryEntries } from './StoryEntries.js';

/** What an id is or was: the thing itself where it has a page, otherwise what the log remembers. */
export function ThingScreen({ id }: { id: string }) {
  useTitle(id);
  const story = useInfiniteQuery(storyQuery(id));
  const first = story.data?.pages[0];
  if (story.isPending) {
    return (
      <div role="status" className="flex flex-col gap-3 p-4">
        <span className="text-[13px] text-text-2">Looking for {id} …</span>
        <Skeleton className="h-32" />
      </div>
    );
  }
  if (first === undefined) {
    const unknown = story.error instanceof EaselError && story.error.status === 404;
    return unknown ? (
      <Unknown id={id} />
    ) : (
      <CallError title="Nothing could be found out" error={story.error} onRetry={() => void story.refetch()} />
    );
  }
  if (first.state === 'exists' && first.kind === 'task') {
    return <Navigate to="/tasks/$taskId" params={{ taskId: id }} replace />;
  }
  if (first.state === 'exists' && first.kind === 'backend') {
    return <Navigate to="/backends/$backendId" params={{ backendId: id }} search={{}} replace />;
  }
  if (first.state === 'unknown') return <Unknown id={id} />;
  const entries = story.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 pb-10">
      <Tombstone story={first} />
      <Panel title="What was done to it">
        <StoryEntries entries={entries} />
        {story.hasNextPage ? (
          <Button className="mt-3" size="sm" disabled={story.isFetching} onClick={() => void story.fetchNextPage()}>
            Older entries
          </Button>
        ) : null}
      </Panel>
    </div>
  );
}

const STATE = {
  exists: 'exists.',
  deleted: 'was deleted; what it was can still be brought back for a while.',
  gone: 'is gone: only the audit log remembers it.',
  unknown: 'is not known.',
} as const satisfies Record<AuditStory['state'], string>;

function Tombstone({ story }: { story: AuditStory }) {
  const word = story.kind === null ? 'thing' : KIND_WORD[story.kind];
  return (
    <header className="flex flex-col gap-1.5">
      <h1 className="text-lg font-semibold [overflow-wrap:anywhere]">
        {story.state === 'exists' ? '' : 'Deleted: '}
        {story.name ?? `a ${word}`}
      </h1>
      <code className="font-mono text-xs break-all text-text-2">{story.id}</code>
      <p className="text-[15px]">
        This {word} {STATE[story.state]}
        {story.deleted_by === null ? null : (
          <>
            {' '}
            <strong className="font-semibold">{actorLabel(story.deleted_by)}</strong> deleted it
            {story.deleted_at === null ? '' : ` on ${formatFull(story.deleted_at)}`}.
          </>
        )}
        {story.deleted_by === null && story.deleted_at !== null
          ? ` It was deleted on ${formatFull(story.deleted_at)}.`
          : ''}
      </p>
      <p className="text-[13px] text-text-2">
        {story.owner_id === null ? null : (
          <>
            It belonged to{' '}
            <Link
              to="/things/$thingId"
              params={{ thingId: story.owner_id }}
              className="font-mono text-xs break-all text-accent underline underline-offset-2"
            >
              {story.owner_id}
            </Link>
            .{' '}
          </>
        )}
        {story.kind === 'task' && story.state === 'deleted' ? (
          <Link to="/tasks/$taskId" params={{ taskId: story.id }} className="text-accent underline underline-offset-2">
            Bring it back
          </Link>
        ) : null}
      </p>
    </header>
  );
}

const Unknown = ({ id }: { id: string }) => (
  <>
    <h1 className="sr-only">Nothing found</h1>
    <EmptyState icon={<FileQuestion aria-hidden className="size-8" />} title="Nothing is known of this id">
      <code className="font-mono text-xs break-all">{id}</code> belongs to nothing here, and the audit log does not name
      it. It may be mistyped, or come from another installation.
    </EmptyState>
  </>
);
