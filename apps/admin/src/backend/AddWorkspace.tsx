import type { Backend, BackendCreate } from '@easel/contracts';
import { Button, Callout } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { easel } from '../app/easel.js';
import { backendsQuery } from './backend.queries.js';
import { refreshBackends } from './use-backend-actions.js';
import { WorkspaceFields } from './WorkspaceFields.js';
import { errorsByField, type FormErrors, freeLabel, readForm, type WorkspaceForm } from './workspace-form.js';

const FIELDS = ['label', 'token_id', 'token_secret', 'environment', 'weight', 'models'] as const;

interface Props {
  form: WorkspaceForm;
  onForm: (form: WorkspaceForm) => void;
  /** Labels that are taken. */
  taken: readonly string[];
  onAdded: (backend: Backend) => void;
  onClose?: (() => void) | undefined;
}

/** Connects a workspace. What was typed stays until it has been taken. */
export function AddWorkspace({ form, onForm, taken, onAdded, onClose }: Props) {
  const client = useQueryClient();
  const [missing, setMissing] = useState<FormErrors>({});
  const label = freeLabel(taken);
  const add = useMutation({
    mutationFn: (body: BackendCreate) => easel.backend.create(body),
    onSuccess: (backend) => {
      client.setQueryData(backendsQuery().queryKey, (all) => [backend, ...(all ?? [])]);
      refreshBackends(client);
      onAdded(backend);
    },
  });
  const refused = add.isError ? errorsByField(add.error, FIELDS) : null;
  return (
    <form
      aria-label="Add a workspace"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readForm(form, label);
        setMissing('errors' in read ? read.errors : {});
        if ('body' in read) add.mutate(read.body);
        else document.getElementById(`workspace-${Object.keys(read.errors)[0]}`)?.focus();
      }}
    >
      <WorkspaceFields
        form={form}
        label={label}
        errors={{ ...refused?.at, ...missing }}
        onChange={(part) => {
          onForm({ ...form, ...part });
          // A field that is being mended is not blamed any longer.
          setMissing((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))));
        }}
      />
      {refused?.rest ? (
        <div role="alert">
          <Callout tone="bad" icon={<TriangleAlert aria-hidden className="size-4" />} title="Not added">
            {refused.rest}
          </Callout>
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={add.isPending} icon={<Plus aria-hidden className="size-4" />}>
          {add.isPending ? 'Checking …' : 'Add workspace'}
        </Button>
        {onClose ? (
          <Button variant="ghost" onClick={onClose}>
            Not now
          </Button>
        ) : null}
      </div>
    </form>
  );
}
