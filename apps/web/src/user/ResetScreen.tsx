import { buttonClass, EntryCard } from '@easel/ui';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { LinkBroken } from './JoinScreen';
import { takeToken } from './link-token';
import { NewPassword } from './NewPassword';

/** Sets a new password with a link from an administrator. */
export function ResetScreen() {
  const [token] = useState(takeToken);
  useEffect(() => {
    document.title = 'New password · Easel';
  }, []);
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => easel.user.reset_password({ token: token ?? '', password }),
  });
  if (token === null) {
    return (
      <LinkBroken title="This link is not whole">
        Open the link you were given again, all of it: what comes after the “#” belongs to it.
      </LinkBroken>
    );
  }
  if (reset.isSuccess) {
    return (
      <EntryCard title="Your password is set" mark="/favicon.svg">
        <p role="status" className="text-sm leading-relaxed text-text-2">
          You were signed out everywhere. Sign in with the new password.
        </p>
        <a href="/sign-in" className={buttonClass('primary', 'lg')}>
          Sign in
        </a>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Choose a new password" mark="/favicon.svg">
      <NewPassword
        email={null}
        named={false}
        action="Set it"
        pending={reset.isPending}
        error={reset.isError ? explainError(reset.error) : null}
        onSubmit={reset.mutate}
      />
    </EntryCard>
  );
}
