import type { Session } from '@easel/contracts';
import { focusManager, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { SignIn } from './SignIn';
import { sessionQuery } from './user.queries';

/** Covers a page whose session has ended. The page stays underneath with all that was typed, unseen and untouchable. */
export function SignedOutCover({ session, email }: { session: Session; email: string | undefined }) {
  const ref = useRef<HTMLDialogElement>(null);
  const client = useQueryClient();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Whose page it is stands there already.
    dialog?.querySelector<HTMLInputElement>('input[autocomplete="current-password"]')?.focus();
    // Nothing is asked for on a timer meanwhile: every call would be a refusal in the audit log.
    focusManager.setFocused(false);
    // Another tab may be where one signed in again.
    const look = () => {
      if (document.visibilityState === 'visible') void client.fetchQuery({ ...sessionQuery(), staleTime: 0 });
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      focusManager.setFocused(undefined);
      dialog?.close();
    };
  }, [client]);
  return (
    <dialog
      ref={ref}
      aria-label="Sign in again"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault();
      }}
      className="m-0 h-dvh max-h-none w-screen max-w-none border-0 bg-surface-1 p-0 text-text-1"
    >
      <SignIn
        session={session}
        title="Your session has ended. Sign in to go on"
        email={email}
        return_to={location.pathname + location.search}
      />
    </dialog>
  );
}
