import { Button, ErrorState } from '@easel/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { signedOut } from '../app/client';
import { explainError } from '../app/explain-error';
import { useValue } from '../app/value';
import { ownDraft } from '../task/draft';
import { SignedOutCover } from './SignedOutCover';
import { SignIn } from './SignIn';
import { isOpen, type User } from './session';
import { sessionQuery } from './user.queries';

/** Lets in who is signed in. Everybody else signs in right here, and is then where they wanted to be. */
export function Gate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data: session, error, refetch } = useQuery(sessionQuery());
  const refusals = useValue(signedOut);
  const [known, setKnown] = useState<User | null>(null);
  const user = session?.user ?? null;
  useEffect(() => {
    if (refusals > 0) void client.invalidateQueries({ queryKey: sessionQuery().queryKey });
  }, [client, refusals]);
  useEffect(() => {
    if (user === null) return;
    ownDraft(user.id);
    // What is shown belongs to somebody else.
    if (known !== null && known.id !== user.id) location.reload();
    setKnown(user);
  }, [user, known]);

  if (session === undefined) {
    if (error === null) return <output className="sr-only">Opening the studio …</output>;
    return (
      <ErrorState
        className="h-full justify-center"
        title="The studio could not be opened"
        action={<Button onClick={() => refetch()}>Try again</Button>}
      >
        {explainError(error)}
      </ErrorState>
    );
  }
  if (!isOpen(session) && known === null) {
    return <SignIn session={session} return_to={location.pathname + location.search} />;
  }
  const open = isOpen(session);
  return (
    <>
      <div inert={!open} className={open ? 'h-full' : 'invisible h-full'}>
        {children}
      </div>
      {open ? null : <SignedOutCover session={session} email={known?.email ?? undefined} />}
    </>
  );
}
