import type { Role, User } from '@easel/contracts';
import { Button, Callout, ConfirmByName, SecretOnce, Segmented } from '@easel/ui';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { usePasswordLink, usePatchUser } from './use-user-actions.js';

const ROLES = [
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Administrator' },
] as const satisfies { value: Role; label: string }[];

/** What a person is, and whether and how they get in. */
export function AccessPanel({ user }: { user: User }) {
  const patch = usePatchUser(user.id);
  const link = usePasswordLink(user.id);
  const [disabling, setDisabling] = useState(false);
  const [wanted, setWanted] = useState<Role | null>(null);
  const disabled = user.disabled_at !== null;
  return (
    <Panel title="Access">
      <div className="flex flex-col items-start gap-4 text-[13px]">
        <div className="flex flex-wrap items-center gap-3">
          <Segmented label="Role" options={ROLES} value={user.role} onChange={setWanted} className="min-w-56" />
          <span className="text-text-3">Another role signs them out everywhere.</span>
        </div>
        {user.email === null ? null : (
          <Button
            size="sm"
            icon={<KeyRound aria-hidden className="size-3.5" />}
            disabled={link.isPending}
            onClick={() => link.mutate()}
          >
            Make a password link
          </Button>
        )}
        {link.data === undefined ? null : (
          <SecretOnce
            key={link.data.url}
            title={`A link for ${user.name}`}
            name="Password link"
            secret={link.data.url}
            onKept={() => link.reset()}
          >
            It sets a new password, once and within an hour. Pass it on to {user.name} and nobody else.
          </SecretOnce>
        )}
        {disabled ? (
          <Callout
            tone="bad"
            title="Disabled"
            action={
              <Button size="sm" disabled={patch.isPending} onClick={() => patch.mutate({ disabled: false })}>
                Enable
              </Button>
            }
          >
            They cannot sign in, and their keys are refused.
          </Callout>
        ) : (
          <Button size="sm" variant="danger" onClick={() => setDisabling(true)}>
            Disable {user.name} …
          </Button>
        )}
        {[patch, link].map(({ isError, error }, index) =>
          isError && !disabling && wanted === null ? (
            <div role="alert" key={index === 0 ? 'patch' : 'link'}>
              <Callout tone="bad" title="Not done">
                {explain(error)}
              </Callout>
            </div>
          ) : null,
        )}
      </div>
      <ConfirmByName
        open={disabling}
        onClose={() => setDisabling(false)}
        title={`Disable ${user.name}?`}
        name={user.name}
        action="Disable"
        pending={patch.isPending}
        error={patch.isError ? explain(patch.error) : null}
        onConfirm={() => patch.mutate({ disabled: true }, { onSuccess: () => setDisabling(false) })}
      >
        They are signed out everywhere at once and cannot sign in; their keys are refused and their webhooks told
        nothing. What they made stays, and you can enable them again.
      </ConfirmByName>
      <ConfirmByName
        open={wanted !== null}
        onClose={() => setWanted(null)}
        title={wanted === 'admin' ? `Make ${user.name} an administrator?` : `Make ${user.name} a member?`}
        name={user.name}
        action="Change the role"
        keep="Leave it"
        pending={patch.isPending}
        error={patch.isError ? explain(patch.error) : null}
        onConfirm={() => wanted !== null && patch.mutate({ role: wanted }, { onSuccess: () => setWanted(null) })}
      >
        {wanted === 'admin'
          ? 'Administrators see what everyone makes, change backends, people and settings, and can make others administrators.'
          : 'Members make pictures and see their own only. They lose the console.'}{' '}
        They are signed out everywhere.
      </ConfirmByName>
    </Panel>
  );
}
