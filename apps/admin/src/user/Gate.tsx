import { Button, buttonClass, EntryCard, Skeleton } from '@easel/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { CallError } from '../app/CallError.js';
import { onSignedOut } from '../app/easel.js';
import { sessionQuery } from '../system/system.queries.js';
import { MARK } from './mark.js';
import { SignedOutCover } from './SignedOutCover.js';
import { SignIn } from './SignIn.js';
import { isOpen, type SessionUser } from './session.js';
import { useSignOut } from './use-sign-in.js';

/** Lets administrators in. Others sign in right here, or are told whose place this is. */
export function Gate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data: session, error, refetch } = useQuery(sessionQuery());
  const [known, setKnown] = useState<SessionUser | null>(null);
  const user = session?.user ?? null;
  useEffect(() => onSignedOut(() => void client.invalidateQueries({ queryKey: sessionQuery().queryKey })), [client]);
  useEffect(() => {
    if (user === null) return;
    // What is shown belongs to somebody else.
    if (known !== null && known.id !== user.id) location.reload();
    setKnown(user);
  }, [user, known]);

  if (session === undefined) {
    if (error !== null) return <CallError title="The console could not be opened" error={error} onRetry={refetch} />;
    return <Skeleton className="m-4 h-9" />;
  }
  const open = isOpen(session);
  if (!open && known === null) return <SignIn session={session} title="Sign in to the console" />;
  if (user?.role === 'member') return <NotForMembers user={user} />;
  return (
    <>
      <div inert={!open} className={open ? undefined : 'invisible'}>
        {children}
      </div>
      {open ? null : <SignedOutCover session={session} email={known?.email ?? undefined} />}
    </>
  );
}

function NotForMembers({ user }: { user: SessionUser }) {
  const leave = useSignOut();
  return (
    <EntryCard title="The console is for administrators" mark={MARK}>
      <p className="text-sm leading-relaxed text-text-2">
        You are signed in as {user.name}
        {user.email === null ? '' : ` (${user.email})`}, who makes pictures in the studio. An administrator can give you
        the role if you should look after this installation.
      </p>
      <a href="/" className={buttonClass('primary', 'lg')}>
        Open the studio
      </a>
      <Button disabled={leave.isPending} onClick={() => leave.mutate()}>
        Sign in as somebody else
      </Button>
    </EntryCard>
  );
}
