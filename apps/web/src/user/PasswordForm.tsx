import { PASSWORD_MIN } from '@easel/contracts';
import { Button, Callout, describedBy, Field, PasswordInput, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { faultsOf, passwordFault } from './password-form';
import { accountSessionsQuery } from './user.queries';

const EMPTY = { current: '', next: '' };

/** Changes one's password; other browsers are signed out. */
export function PasswordForm({ email }: { email: string }) {
  const client = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const change = useMutation({
    mutationFn: () => easel.user.change_password({ current_password: form.current, new_password: form.next }),
    onSuccess: () => {
      setForm(EMPTY);
      setAsked(false);
      toast({ message: 'The password was changed. Your other browsers were signed out.' });
      void client.invalidateQueries({ queryKey: accountSessionsQuery().queryKey });
    },
  });
  const faults = faultsOf({
    current: form.current === '' ? 'Type the password you have now.' : undefined,
    next: passwordFault(form.next),
  });
  const shown = asked ? faults : {};
  const help = `${PASSWORD_MIN} characters or more.`;
  const field = (name: keyof typeof EMPTY) => ({
    id: `password-${name}`,
    value: form[name],
    invalid: shown[name] !== undefined,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <form
      noValidate
      aria-label="Change password"
      className="flex max-w-80 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        const first = Object.keys(faults)[0];
        if (first !== undefined) document.getElementById(`password-${first}`)?.focus();
        else if (!change.isPending) change.mutate();
      }}
    >
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label="Current password" id="password-current" error={shown.current}>
        <PasswordInput
          {...field('current')}
          autoComplete="current-password"
          aria-describedby={describedBy('password-current', undefined, shown.current)}
        />
      </Field>
      <Field label="New password" id="password-next" error={shown.next} help={help}>
        <PasswordInput
          {...field('next')}
          autoComplete="new-password"
          aria-describedby={describedBy('password-next', help, shown.next)}
        />
      </Field>
      {change.isError ? (
        <div role="alert">
          <Callout tone="bad">{explainError(change.error)}</Callout>
        </div>
      ) : null}
      <Button type="submit" className="self-start" disabled={change.isPending}>
        {change.isPending ? 'Changing …' : 'Change password'}
      </Button>
    </form>
  );
}
