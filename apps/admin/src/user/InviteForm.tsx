import type { InvitationWithUrl, Role } from '@easel/contracts';
import { Button, describedBy, Field, Input, SecretOnce, Segmented } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { isEmail } from './setup-form.js';
import { invitationsQuery } from './user.queries.js';

const ROLES = [
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Administrator' },
] as const satisfies { value: Role; label: string }[];

/** Invites somebody and shows the link once. */
export function InviteForm() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<InvitationWithUrl | null>(null);
  const invite = useMutation({
    mutationFn: () => easel.user.invite({ email: email.trim(), role }),
    onSuccess: (invitation) => {
      setMade(invitation);
      setEmail('');
      setAsked(false);
      void client.invalidateQueries({ queryKey: invitationsQuery().queryKey });
    },
  });
  const missing = isEmail(email) ? undefined : 'Type the e-mail address of one person.';
  const fault = (asked ? missing : undefined) ?? (invite.isError ? explain(invite.error) : undefined);
  const help = 'Easel sends no mail: you get a link to pass on. It works once and for seven days.';
  return (
    <div className="flex flex-col gap-3">
      <form
        noValidate
        aria-label="Invite somebody"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (missing === undefined && !invite.isPending) invite.mutate();
          else document.getElementById('invite-email')?.focus();
        }}
      >
        <Field label="E-mail of whom to invite" id="invite-email" help={help} error={fault}>
          <div className="flex flex-wrap gap-2">
            <Input
              id="invite-email"
              type="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="ada@example.org"
              className="flex-1 basis-64"
              value={email}
              invalid={fault !== undefined}
              aria-describedby={describedBy('invite-email', help, fault)}
              onChange={(event) => {
                setEmail(event.target.value);
                invite.reset();
              }}
            />
            <Segmented label="Role" options={ROLES} value={role} onChange={setRole} className="min-w-56" />
            <Button
              type="submit"
              variant="primary"
              disabled={invite.isPending}
              icon={<UserPlus aria-hidden className="size-4" />}
            >
              {invite.isPending ? 'Inviting …' : 'Invite'}
            </Button>
          </div>
        </Field>
      </form>
      {made === null ? null : (
        <SecretOnce
          key={made.id}
          title={`The invitation of ${made.email}`}
          name="Invitation link"
          secret={made.url}
          onKept={() => setMade(null)}
        >
          Pass it on to {made.email} and nobody else: whoever uses it first gets the account.
        </SecretOnce>
      )}
    </div>
  );
}
