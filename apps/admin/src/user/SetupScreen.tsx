import { PASSWORD_MIN } from '@easel/contracts';
import { Button, buttonClass, Callout, describedBy, EntryCard, Field, Input, PasswordInput } from '@easel/ui';
import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel, signIn } from '../app/easel.js';
import { useTitle } from '../app/use-title.js';
import { takeToken } from './link-token.js';
import { MARK } from './mark.js';
import { type SetupForm, setupFaults } from './setup-form.js';

/** The first start: who opens the server's link becomes the first administrator. */
export function SetupScreen() {
  useTitle('Set up');
  const [token] = useState(takeToken);
  if (token !== null) return <FirstAdministrator token={token} />;
  return (
    <EntryCard title="This link is not whole" mark={MARK}>
      <p className="text-sm leading-relaxed text-text-2">
        Open the link that the server printed again, all of it: what comes after the “#” belongs to it. Starting the
        server again prints a new one.
      </p>
      <a href="/admin" className={buttonClass()}>
        To the console
      </a>
    </EntryCard>
  );
}

const HELP = `${PASSWORD_MIN} characters or more. Several words are easier to remember than signs.`;

function FirstAdministrator({ token }: { token: string }) {
  const [form, setForm] = useState<SetupForm>({ name: '', email: '', password: '' });
  const [asked, setAsked] = useState(false);
  const make = useMutation({
    mutationFn: async () => {
      const email = form.email.trim();
      await easel.user.setup({ token, name: form.name.trim(), email, password: form.password });
      // The account stands now, whatever becomes of signing in.
      await signIn.password(email, form.password).catch(() => undefined);
    },
    onSuccess: () => location.replace('/admin'),
  });
  const faults = setupFaults(form);
  const field = (name: keyof SetupForm, help?: string) => {
    const fault = asked ? faults[name] : undefined;
    return {
      around: { id: `setup-${name}`, error: fault, help },
      input: {
        id: `setup-${name}`,
        value: form[name],
        invalid: fault !== undefined,
        'aria-describedby': describedBy(`setup-${name}`, help, fault),
        onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
      },
    };
  };
  const [name, email, password] = [field('name'), field('email'), field('password', HELP)];
  return (
    <EntryCard title="Make the first administrator" mark={MARK}>
      <p className="text-[13px] leading-relaxed text-text-2">
        Everything made here before anybody signed in becomes yours. Others come in by invitations from you.
      </p>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          const first = Object.keys(faults)[0];
          if (first !== undefined) document.getElementById(`setup-${first}`)?.focus();
          else if (!make.isPending) make.mutate();
        }}
      >
        <Field label="Your name" {...name.around}>
          <Input {...name.input} autoComplete="name" autoFocus />
        </Field>
        <Field label="E-mail" {...email.around}>
          <Input {...email.input} type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field label="Password" {...password.around}>
          <PasswordInput {...password.input} autoComplete="new-password" />
        </Field>
        {make.isError ? (
          <div role="alert">
            <Callout tone="bad" icon={<TriangleAlert aria-hidden className="size-4" />}>
              {explain(make.error)}
            </Callout>
          </div>
        ) : null}
        <Button type="submit" variant="primary" size="lg" disabled={make.isPending || make.isSuccess}>
          {make.isPending ? 'One moment …' : 'Begin'}
        </Button>
      </form>
    </EntryCard>
  );
}
