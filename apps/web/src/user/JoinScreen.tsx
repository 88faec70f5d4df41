import { buttonClass, EntryCard, Skeleton } from '@easel/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { takeToken } from './link-token';
import { NewPassword } from './NewPassword';
import { useSignIn } from './use-sign-in';
import { invitationQuery } from './user.queries';

/** Takes an invitation: a name, a password, and one is in. */
export function JoinScreen() {
  const [token] = useState(takeToken);
  useEffect(() => {
    document.title = 'Join · Easel';
  }, []);
  if (token === null) {
    return (
      <LinkBroken title="This link is not whole">
        Open the link from your invitation again, all of it: what comes after the “#” belongs to it.
      </LinkBroken>
    );
  }
  return <Invited token={token} />;
}

function Invited({ token }: { token: string }) {
  const { data: invitation, error } = useQuery(invitationQuery(token));
  const enter = useSignIn();
  const accept = useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      const user = await easel.user.accept_invitation({ token, name, password });
      // The account stands now, whatever becomes of signing in.
      await enter.mutateAsync({ email: user.email ?? '', password }).catch(() => undefined);
    },
    onSuccess: () => location.replace('/'),
  });
  if (error !== null) return <LinkBroken title="This invitation cannot be used">{explainError(error)}</LinkBroken>;
  if (invitation === undefined) {
    return (
      <EntryCard title="Reading your invitation …" mark="/favicon.svg">
        <Skeleton className="h-48" />
      </EntryCard>
    );
  }
  return (
    <EntryCard title={`Join as ${invitation.role === 'admin' ? 'an administrator' : 'a member'}`} mark="/favicon.svg">
      <NewPassword
        email={invitation.email}
        named
        action="Join"
        pending={accept.isPending || accept.isSuccess}
        error={accept.isError ? explainError(accept.error) : null}
        onSubmit={accept.mutate}
      />
    </EntryCard>
  );
}

/** Says why a link leads nowhere, and what to do. */
export function LinkBroken({ title, children }: { title: string; children: string }) {
  return (
    <EntryCard title={title} mark="/favicon.svg">
      <p className="text-sm leading-relaxed text-text-2">{children}</p>
      <p className="text-sm leading-relaxed text-text-2">An administrator can send you a new one.</p>
      <a href="/sign-in" className={buttonClass()}>
        Sign in
      </a>
    </EntryCard>
  );
}
