import { PASSWORD_MIN } from '@easel/contracts';
import { Button, Callout, describedBy, Field, Input, PasswordInput } from '@easel/ui';
import { TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { faultsOf, nameFault, passwordFault } from './password-form';

interface NewPasswordProps {
  /** The account's address, for the browser's password store. */
  email: string | null;
  /** Whether a name is asked for as well. */
  named: boolean;
  action: string;
  pending: boolean;
  error: string | null;
  onSubmit: (form: { name: string; password: string }) => void;
}

/** Chooses a password, and a name where there is none yet. */
export function NewPassword({ email, named, action, pending, error, onSubmit }: NewPasswordProps) {
  const id = useId();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const faults = faultsOf({ ...(named && { name: nameFault(name) }), password: passwordFault(password) });
  const shown = asked ? faults : {};
  const help = `${PASSWORD_MIN} characters or more. Several words are easier to remember than signs.`;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        const first = Object.keys(faults)[0];
        if (first !== undefined) document.getElementById(`${id}-${first}`)?.focus();
        else if (!pending) onSubmit({ name: name.trim(), password });
      }}
    >
      {email === null ? null : (
        <Field label="E-mail" id={`${id}-email`}>
          <Input id={`${id}-email`} type="email" autoComplete="username" readOnly value={email} />
        </Field>
      )}
      {named ? (
        <Field label="Your name" id={`${id}-name`} error={shown.name}>
          <Input
            id={`${id}-name`}
            autoComplete="name"
            autoFocus
            value={name}
            invalid={shown.name !== undefined}
            aria-describedby={describedBy(`${id}-name`, undefined, shown.name)}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      ) : null}
      <Field label="New password" id={`${id}-password`} error={shown.password} help={help}>
        <PasswordInput
          id={`${id}-password`}
          autoComplete="new-password"
          autoFocus={!named}
          value={password}
          invalid={shown.password !== undefined}
          aria-describedby={describedBy(`${id}-password`, help, shown.password)}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {error === null ? null : (
        <div role="alert">
          <Callout tone="bad" icon={<TriangleAlert aria-hidden className="size-4" />}>
            {error}
          </Callout>
        </div>
      )}
      <Button type="submit" variant="primary" size="lg" disabled={pending}>
        {pending ? 'One moment …' : action}
      </Button>
    </form>
  );
}
