import type { Backend, BackendPatch } from '@easel/contracts';
import { Button, describedBy, Field, Input, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/easel.js';
import { ModelChoice } from './ModelChoice.js';
import { showBackend } from './use-backend-actions.js';
import { errorsByField } from './workspace-form.js';

const FIELDS = ['label', 'weight', 'models'] as const;

/** Label, weight and models. Only what was changed is sent, so that two operators do not undo each other. */
export function BackendSettings({ backend }: { backend: Backend }) {
  const client = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState<{ label?: string; weight?: string; models?: string[] | null }>({});
  const save = useMutation({
    mutationFn: (patch: BackendPatch) => easel.backend.patch(backend.id, patch),
    onSuccess: (changed) => {
      showBackend(client, changed);
      setTyped({});
      toast({ message: `${changed.label} was changed.` });
    },
  });
  const label = typed.label ?? backend.label;
  const weight = typed.weight ?? String(backend.weight);
  const models = typed.models === undefined ? backend.models : typed.models;
  const patch: BackendPatch = {
    ...(label.trim() !== backend.label && { label: label.trim() }),
    ...(Number(weight) !== backend.weight && { weight: Number(weight) }),
    ...(JSON.stringify(models) !== JSON.stringify(backend.models) && { models }),
  };
  const changed = Object.keys(patch).length > 0;
  const refused = save.isError ? errorsByField(save.error, FIELDS) : null;
  const help = 'Share of new work among backends that could take it, 1 to 100.';
  return (
    <form
      aria-label="Settings"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) save.mutate(patch);
      }}
    >
      <div className="grid items-start gap-4 sm:grid-cols-[2fr_1fr] lg:grid-cols-1 xl:grid-cols-[2fr_1fr]">
        {/* The name of this machine is not stored. */}
        {backend.kind === 'modal' ? (
          <Field label="Label" id="backend-label" error={refused?.at.label}>
            <Input
              id="backend-label"
              value={label}
              invalid={refused?.at.label !== undefined}
              aria-describedby={describedBy('backend-label', undefined, refused?.at.label)}
              onChange={(event) => setTyped({ ...typed, label: event.target.value })}
            />
          </Field>
        ) : null}
        <Field label="Weight" id="backend-weight" help={help} error={refused?.at.weight}>
          <Input
            id="backend-weight"
            inputMode="numeric"
            value={weight}
            invalid={refused?.at.weight !== undefined}
            aria-describedby={describedBy('backend-weight', help, refused?.at.weight)}
            onChange={(event) => setTyped({ ...typed, weight: event.target.value })}
          />
        </Field>
      </div>
      <ModelChoice
        id="backend-models"
        kind={backend.kind}
        value={models}
        onChange={(chosen) => setTyped({ ...typed, models: chosen })}
        error={refused?.at.models}
      />
      {refused?.rest ? (
        <p role="alert" className="text-[13px] text-bad">
          {refused.rest}
        </p>
      ) : null}
      {changed ? (
        <div className="flex gap-2">
          <Button type="submit" size="sm" variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Saving …' : 'Save'}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              save.reset();
              setTyped({});
            }}
          >
            Leave as it was
          </Button>
        </div>
      ) : null}
    </form>
  );
}
