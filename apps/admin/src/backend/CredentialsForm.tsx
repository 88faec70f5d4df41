import type { Backend } from '@easel/contracts';
import { Button, describedBy, Field, Input, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Ago } from '../app/Ago.js';
import { easel } from '../app/easel.js';
import { Facts } from '../app/Panel.js';
import { showBackend } from './use-backend-actions.js';
import { errorsByField, readTokens } from './workspace-form.js';

const FIELDS = ['token_id', 'token_secret'] as const;
const EMPTY = { token_id: '', token_secret: '' };
const LABELS = { token_id: 'New token id', token_secret: 'New token secret' } as const;

/** Which token is used, and a way to replace it by another of the same workspace. */
export function CredentialsForm({ backend }: { backend: Backend }) {
  const client = useQueryClient();
  const toast = useToast();
  const [open, setOpen] = useState(backend.state === 'credentials_invalid');
  const [typed, setTyped] = useState(EMPTY);
  const rotate = useMutation({
    mutationFn: () => easel.backend.rotate(backend.id, typed),
    onSuccess: (changed) => {
      showBackend(client, changed);
      setTyped(EMPTY);
      setOpen(false);
      toast({ message: 'The new token works and is in use.' });
    },
  });
  const refused = rotate.isError ? errorsByField(rotate.error, FIELDS) : null;
  return (
    <div className="flex flex-col gap-3">
      <Facts
        items={[
          [
            'Token',
            <code key="token" className="font-mono text-xs">
              {backend.token_hint ?? '–'}
            </code>,
          ],
          ['Environment', backend.environment ?? "the workspace's default"],
          [
            'Since',
            backend.credentials_changed_at === null ? '–' : <Ago key="at" at={backend.credentials_changed_at} />,
          ],
        ]}
      />
      {open ? (
        <form
          aria-label="Replace the token"
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          {FIELDS.map((name) => (
            <Field key={name} label={LABELS[name]} id={`rotate-${name}`} error={refused?.at[name]}>
              <Input
                id={`rotate-${name}`}
                type={name === 'token_secret' ? 'password' : 'text'}
                autoComplete={name === 'token_secret' ? 'new-password' : 'off'}
                spellCheck={false}
                placeholder={name === 'token_secret' ? 'as-…' : 'ak-…'}
                value={typed[name]}
                invalid={refused?.at[name] !== undefined}
                aria-describedby={describedBy(`rotate-${name}`, undefined, refused?.at[name])}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value.trim() })}
                onPaste={(event) => {
                  const tokens = readTokens(event.clipboardData.getData('text'));
                  if (tokens === null) return;
                  event.preventDefault();
                  setTyped(tokens);
                }}
              />
            </Field>
          ))}
          <p className="text-xs text-text-3">It is checked first; the old one stays in use if it is refused.</p>
          {refused?.rest ? (
            <p role="alert" className="text-[13px] text-bad">
              {refused.rest}
            </p>
          ) : null}
          <div className="flex gap-2">
            <Button
              type="submit"
              size="sm"
              variant="primary"
              disabled={rotate.isPending || typed.token_id === '' || typed.token_secret === ''}
            >
              {rotate.isPending ? 'Checking …' : 'Replace'}
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setOpen(false)}>
              Not now
            </Button>
          </div>
        </form>
      ) : (
        <Button size="sm" className="self-start" onClick={() => setOpen(true)}>
          Replace the token
        </Button>
      )}
    </div>
  );
}
