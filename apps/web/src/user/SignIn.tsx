import type { Session } from '@easel/contracts';
import { Button, EntryCard, SignInForm } from '@easel/ui';
import { explainError } from '../app/explain-error';
import { useProvider, useSignIn } from './use-sign-in';

export interface SignInProps {
  session: Session;
  /** Where one is to be afterwards. */
  return_to: string;
  title?: string;
  email?: string | undefined;
  onDone?: () => void;
}

/** Signing in, as a page of its own or over what is shown. */
export function SignIn({ session, return_to, title = 'Sign in', email, onDone }: SignInProps) {
  const enter = useSignIn();
  const leave = useProvider(return_to);
  const error = enter.error ?? leave.error;
  if (session.setup_needed) return <NobodyYet />;
  return (
    <EntryCard
      title={title}
      mark="/favicon.svg"
      foot="No account, or no way into it? An administrator can send you a link for either."
    >
      <SignInForm
        password={session.sign_in.password}
        provider={session.sign_in.oidc?.name ?? null}
        email={email}
        pending={enter.isPending || leave.isPending}
        error={error ? explainError(error) : null}
        onSubmit={(address, password) => enter.mutate({ email: address, password }, { onSuccess: () => onDone?.() })}
        onProvider={() => leave.mutate()}
      />
    </EntryCard>
  );
}

function NobodyYet() {
  return (
    <EntryCard title="Nobody has an account yet" mark="/favicon.svg">
      <p className="text-sm leading-relaxed text-text-2">
        The first administrator is made with a link that the server printed when it started. Look for{' '}
        <code className="font-mono whitespace-nowrap">/admin/setup</code> in its output, and open that link. Starting
        the server again prints a new one.
      </p>
      <Button onClick={() => location.reload()}>Look again</Button>
    </EntryCard>
  );
}
