import type { AutoscalerPatch, Backend, Deployment } from '@easel/contracts';
import { Button, describedBy, Field, Input, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { easel } from '../app/easel.js';
import { EMPTY_SCALING, readScaling, SCALING_FIELDS } from './autoscaler-form.js';
import { loadQuery } from './backend.queries.js';
import { errorsByField } from './workspace-form.js';

interface Props {
  backend: Backend;
  cell: Deployment;
  onClose: () => void;
}

/** Changes how many containers of a model are kept. What is left empty stays as it is. */
export function AutoscalerForm({ backend, cell, onClose }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState(EMPTY_SCALING);
  const [wrong, setWrong] = useState<Partial<Record<keyof AutoscalerPatch, string>>>({});
  const change = useMutation({
    mutationFn: (patch: AutoscalerPatch) => easel.backend.autoscale(backend.id, cell.model, patch),
    onSuccess: (load) => {
      client.setQueryData(loadQuery(backend.id).queryKey, (all) =>
        all?.map((other) => (other.model === load.model ? load : other)),
      );
      void client.invalidateQueries({ queryKey: ['backends', 'history', backend.id] });
      toast({ message: `${cell.model_name}: the autoscaler was changed. It holds until the next deployment.` });
      onClose();
    },
  });
  const refused = change.isError
    ? errorsByField(
        change.error,
        SCALING_FIELDS.map(({ name }) => name),
      )
    : null;
  return (
    <form
      aria-label={`Autoscaler of ${cell.model_name}`}
      noValidate
      className="flex flex-col gap-3 rounded-md border border-line bg-surface-1 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readScaling(typed);
        setWrong('wrong' in read ? read.wrong : {});
        if ('patch' in read) change.mutate(read.patch);
      }}
    >
      <div className="grid grid-cols-2 items-start gap-3 sm:grid-cols-4">
        {SCALING_FIELDS.map(({ name, label, help }) => {
          const id = `scale-${cell.model}-${name}`;
          const error = wrong[name] ?? refused?.at[name];
          return (
            <Field key={name} label={label} id={id} help={help} error={error}>
              <Input
                id={id}
                inputMode="numeric"
                autoComplete="off"
                placeholder="as it is"
                value={typed[name]}
                invalid={error !== undefined}
                aria-describedby={describedBy(id, help, error)}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            </Field>
          );
        })}
      </div>
      <p className="text-xs text-text-3">
        Warm containers cost the price of their hardware while they wait. The platform forgets this at the next
        deployment.
      </p>
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
          disabled={change.isPending || SCALING_FIELDS.every(({ name }) => typed[name].trim() === '')}
        >
          {change.isPending ? 'Changing …' : 'Change'}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Leave as it is
        </Button>
      </div>
    </form>
  );
}
