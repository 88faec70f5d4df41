import { Badge, Button, browserName, ErrorState, Skeleton, useToast } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { formatAgo } from '../app/format';
import { accountSessionsQuery } from './user.queries';

/** The browsers in which one is signed in, each to be signed out from here. */
export function SessionList() {
  const client = useQueryClient();
  const toast = useToast();
  const { data: sessions, error, refetch } = useQuery(accountSessionsQuery());
  const settle = {
    onSuccess: () => void client.invalidateQueries({ queryKey: accountSessionsQuery().queryKey }),
    onError: (failure: Error) => toast({ message: explainError(failure), tone: 'bad' }),
  };
  const end = useMutation({ mutationFn: (id: string) => easel.user.revoke_account_session(id), ...settle });
  const endOthers = useMutation({ mutationFn: () => easel.user.revoke_other_account_sessions(), ...settle });
  if (sessions === undefined) {
    if (error === null) return <Skeleton className="h-24" />;
    return (
      <ErrorState title="Your sessions could not be read" action={<Button onClick={() => refetch()}>Try again</Button>}>
        {explainError(error)}
      </ErrorState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Sessions" className="divide-y divide-line rounded-md border border-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 p-3 text-sm">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2">
                {browserName(session.user_agent)}
                {session.current ? <Badge tone="ok">This browser</Badge> : null}
              </p>
              <p className="text-xs text-text-3">
                {session.ip_address ?? 'unknown address'} · seen {formatAgo(session.last_seen_at)} · since{' '}
                {formatAgo(session.created_at)}
              </p>
            </div>
            {session.current ? null : (
              <Button
                size="sm"
                disabled={end.isPending}
                aria-label={`Sign out ${browserName(session.user_agent)}`}
                onClick={() => end.mutate(session.id)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <Button className="self-start" disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
          Sign out all others
        </Button>
      ) : null}
    </div>
  );
}
