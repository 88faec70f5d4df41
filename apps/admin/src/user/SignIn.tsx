import type { Session } from '@easel/contracts';
import { Button, EntryCard, SignInForm } from '@easel/ui';
import { explain } from '../app/CallError.js';
import { MARK } from './mark.js';
import { useProvider, useSignIn } from './use-sign-in.js';

/** Signing in, as a page of its own or over what is shown. */
export function SignIn({ session, title, email }: { session: Session; title: string; email?: string | undefined }) {
  const enter = useSignIn();
  const leave = useProvider();
  const error = enter.error ?? leave.error;
  if (session.setup_needed) return <NobodyYet />;
  return (
    <EntryCard
      title={title}
      mark={MARK}
      foot={
        <a href="/" className="inline-flex min-h-6 items-center text-accent underline">
          To the studio
        </a>
      }
    >
      <SignInForm
        password={session.sign_in.password}
        provider={session.sign_in.oidc?.name ?? null}
        email={email}
        pending={enter.isPending || leave.isPending}
        error={error ? explain(error) : null}
        onSubmit={(address, password) => enter.mutate({ email: address, password })}
        onProvider={() => leave.mutate()}
      />
    </EntryCard>
  );
}

function NobodyYet() {
  return (
    <EntryCard title="Nobody has an account yet" mark={MARK}>
      <p className="text-sm leading-relaxed text-text-2">
        The first administrator is made with a link that the server printed when it started. Look for{' '}
        <code className="font-mono whitespace-nowrap">/admin/setup</code> in its output, and open that link. Starting
        the server again prints a new one.
      </p>
      <Button onClick={() => location.reload()}>Look again</Button>
    </EntryCard>
  );
}
