import type { User } from '@easel/contracts';
import { Badge, Button, browserName, Skeleton, useToast } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Ago } from '../app/Ago.js';
import { CallError, explain } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { useEndSessions } from './use-user-actions.js';
import { userSessionsQuery } from './user.queries.js';

/** Where a person is signed in. */
export function SessionsPanel({ user }: { user: User }) {
  const toast = useToast();
  const { data: sessions, error, refetch } = useQuery(userSessionsQuery(user.id));
  const end = useEndSessions(user.id);
  return (
    <Panel
      title="Signed in"
      aside={
        sessions === undefined || sessions.length === 0 ? null : (
          <Button
            size="sm"
            disabled={end.isPending}
            onClick={() =>
              end.mutate(undefined, {
                onSuccess: (ended) => toast({ message: `${user.name} was signed out of ${ended}.` }),
                onError: (failure) => toast({ message: explain(failure), tone: 'bad' }),
              })
            }
          >
            Sign out everywhere
          </Button>
        )
      }
    >
      {sessions === undefined ? (
        error === null ? (
          <Skeleton className="h-12" />
        ) : (
          <CallError title="The sessions could not be loaded" error={error} onRetry={() => void refetch()} />
        )
      ) : sessions.length === 0 ? (
        <p className="text-[13px] text-text-3">In no browser.</p>
      ) : (
        <ul className="flex flex-col gap-2 text-[13px]">
          {sessions.map((session) => (
            <li key={session.id}>
              <p title={session.user_agent ?? undefined}>
                {browserName(session.user_agent)} {session.current ? <Badge tone="ok">this one</Badge> : null}
              </p>
              <p className="text-xs text-text-3">
                {session.ip_address ?? 'unknown address'} · seen <Ago at={session.last_seen_at} /> · since{' '}
                <Ago at={session.created_at} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
