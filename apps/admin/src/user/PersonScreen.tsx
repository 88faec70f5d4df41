import { Avatar, Skeleton } from '@easel/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ago } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { KeyList } from '../key/KeyList.js';
import { keysQuery } from '../key/key.queries.js';
import { AccessPanel } from './AccessPanel.js';
import { LimitsPanel } from './LimitsPanel.js';
import { SessionsPanel } from './SessionsPanel.js';
import { userQuery } from './user.queries.js';

/** One person: access, limits, sessions, keys. */
export function PersonScreen({ id }: { id: string }) {
  const { data: user, error, refetch } = useQuery(userQuery(id));
  useTitle(user?.name ?? 'Person');
  if (user === undefined) {
    if (error !== null) return <CallError title="This person could not be loaded" error={error} onRetry={refetch} />;
    return (
      <div role="status" className="mx-auto max-w-5xl p-4">
        <span className="sr-only">Loading …</span>
        <Skeleton className="h-64" />
      </div>
    );
  }
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 pb-10">
      <header className="flex items-center gap-3">
        <Avatar name={user.name} className="size-10! text-sm!" />
        <div className="min-w-0">
          <h1 className="text-base font-semibold break-all">{user.name}</h1>
          <p className="text-[13px] text-text-3">
            {user.email ?? 'no address'} · since <Ago at={user.created_at} /> ·{' '}
            <Link to="/things/$thingId" params={{ thingId: user.id }} className="text-accent underline">
              history
            </Link>
          </p>
        </div>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <AccessPanel user={user} />
          <SessionsPanel user={user} />
        </div>
        <LimitsPanel key={user.id} user={user} />
      </div>
      <Keys id={user.id} />
    </div>
  );
}

function Keys({ id }: { id: string }) {
  const { data, error, refetch } = useInfiniteQuery(keysQuery(id));
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Panel title="Keys">
      {items === undefined ? (
        error === null ? (
          <Skeleton className="h-16" />
        ) : (
          <CallError title="The keys could not be loaded" error={error} onRetry={() => void refetch()} />
        )
      ) : items.length === 0 ? (
        <p className="text-[13px] text-text-3">None.</p>
      ) : (
        <KeyList keys={items} />
      )}
    </Panel>
  );
}
