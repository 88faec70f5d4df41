import { LogIn, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Callout } from './Badge.js';
import { Button } from './Button.js';
import { Field } from './Field.js';
import { Input } from './Input.js';
import { PasswordInput } from './PasswordInput.js';

export interface SignInFormProps {
  /** Whether e-mail and password are taken. */
  password: boolean;
  /** Where else one can sign in, by its name. */
  provider: string | null;
  /** E-mail address to begin with. */
  email?: string | undefined;
  pending: boolean;
  /** Why the last attempt was refused. */
  error: string | null;
  onSubmit: (email: string, password: string) => void;
  onProvider: () => void;
  /** Under the form. */
  children?: ReactNode;
}

const missingOf = (email: string, password: string) => ({
  email: email.trim() === '' ? 'Type your e-mail address.' : undefined,
  password: password === '' ? 'Type your password.' : undefined,
});

/** Signs a person in. A refusal keeps what was typed. */
export function SignInForm({ password, provider, pending, error, onSubmit, onProvider, ...rest }: SignInFormProps) {
  const id = useId();
  const [email, setEmail] = useState(rest.email ?? '');
  const [secret, setSecret] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = missingOf(email, secret);
  return (
    <div className="flex flex-col gap-4">
      {password ? (
        <form
          aria-label="Sign in"
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(true);
            if (missing.email) document.getElementById(`${id}-email`)?.focus();
            else if (missing.password) document.getElementById(`${id}-password`)?.focus();
            else if (!pending) onSubmit(email.trim(), secret);
          }}
        >
          {error ? (
            <div role="alert">
              <Callout tone="bad" icon={<TriangleAlert aria-hidden className="size-4" />}>
                {error}
              </Callout>
            </div>
          ) : null}
          <Field label="E-mail" id={`${id}-email`} error={asked ? missing.email : undefined}>
            <Input
              id={`${id}-email`}
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus={email === ''}
              value={email}
              invalid={asked && missing.email !== undefined}
              aria-describedby={asked && missing.email ? `${id}-email-error` : undefined}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          <Field label="Password" id={`${id}-password`} error={asked ? missing.password : undefined}>
            <PasswordInput
              id={`${id}-password`}
              autoComplete="current-password"
              autoFocus={email !== ''}
              value={secret}
              invalid={asked && missing.password !== undefined}
              aria-describedby={asked && missing.password ? `${id}-password-error` : undefined}
              onChange={(event) => setSecret(event.target.value)}
            />
          </Field>
          <Button
            type="submit"
            variant="primary"
            size="lg"
            disabled={pending}
            icon={<LogIn aria-hidden className="size-4" />}
          >
            {pending ? 'Signing in …' : 'Sign in'}
          </Button>
        </form>
      ) : error ? (
        <div role="alert">
          <Callout tone="bad">{error}</Callout>
        </div>
      ) : null}
      {provider === null ? null : (
        <Button size="lg" variant={password ? 'secondary' : 'primary'} disabled={pending} onClick={onProvider}>
          Sign in with {provider}
        </Button>
      )}
      {rest.children}
    </div>
  );
}
