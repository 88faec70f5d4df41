import { Button, ErrorState } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { explainError } from '../app/explain-error';
import { SignIn } from './SignIn';
import { isOpen } from './session';
import { sessionQuery } from './user.queries';

/** The address for signing in. Who is in already goes on at once. */
export function SignInScreen({ return_to }: { return_to: string }) {
  const { data: session, error, refetch } = useQuery(sessionQuery());
  const open = session !== undefined && isOpen(session);
  useEffect(() => {
    document.title = 'Sign in · Easel';
    // The console is another page, so that the browser itself has to go there.
    if (open) location.replace(return_to);
  }, [open, return_to]);
  if (error !== null && session === undefined) {
    return (
      <ErrorState
        className="h-full justify-center"
        title="Signing in is not possible now"
        action={<Button onClick={() => refetch()}>Try again</Button>}
      >
        {explainError(error)}
      </ErrorState>
    );
  }
  if (session === undefined || open) return <output className="sr-only">One moment …</output>;
  return <SignIn session={session} return_to={return_to} />;
}
