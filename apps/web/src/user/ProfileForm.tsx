import { Button, describedBy, Field, Input } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { nameFault } from './password-form';
import type { User } from './session';
import { sessionQuery } from './user.queries';

/** What others call one. */
export function ProfileForm({ user }: { user: User }) {
  const client = useQueryClient();
  const [name, setName] = useState(user.name);
  const save = useMutation({
    mutationFn: (wanted: string) => easel.user.rename(wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery().queryKey }),
  });
  const changed = name.trim() !== user.name;
  const fault = nameFault(name) ?? (save.isError ? explainError(save.error) : undefined);
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && nameFault(name) === undefined && !save.isPending) save.mutate(name.trim());
      }}
    >
      <Field label="Name" id="account-name" error={fault}>
        <div className="flex gap-2">
          <Input
            id="account-name"
            autoComplete="name"
            className="max-w-80"
            value={name}
            invalid={fault !== undefined}
            aria-describedby={describedBy('account-name', undefined, fault)}
            onChange={(event) => {
              setName(event.target.value);
              save.reset();
            }}
          />
          <Button type="submit" disabled={!changed || save.isPending}>
            {save.isSuccess && !changed ? 'Saved' : 'Save'}
          </Button>
        </div>
      </Field>
    </form>
  );
}
