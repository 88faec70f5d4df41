import type { User } from '@easel/contracts';
import { Button, Callout, describedBy, Field, Input } from '@easel/ui';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { BudgetCell } from '../key/BudgetCell.js';
import { type LimitsForm, limitsFaults, toForm, toPatch } from './limits-form.js';
import { usePatchUser } from './use-user-actions.js';

const FIELDS = [
  { name: 'budget', label: 'Budget a month, in dollars', help: 'Tasks beyond it are refused. Empty: no limit.' },
  { name: 'queue', label: 'Tasks waiting or running', help: 'More are refused. Empty: what the settings say.' },
  { name: 'concurrency', label: 'Tasks worked on at once', help: 'More wait. Empty: what the settings say.' },
] as const satisfies { name: keyof LimitsForm; label: string; help: string }[];

/** What a person may spend and run. */
export function LimitsPanel({ user }: { user: User }) {
  const [form, setForm] = useState(toForm(user));
  const save = usePatchUser(user.id);
  const faults = limitsFaults(form);
  const changed = FIELDS.some(({ name }) => form[name].trim() !== toForm(user)[name]);
  return (
    <Panel title="Limits">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const first = Object.keys(faults)[0];
          if (first !== undefined) document.getElementById(`limit-${first}`)?.focus();
          else if (changed && !save.isPending) {
            save.mutate(toPatch(form), { onSuccess: (saved) => setForm(toForm(saved)) });
          }
        }}
      >
        <div className="text-[13px]">
          <span className="sr-only">This month: </span>
          <BudgetCell {...user} />
        </div>
        {FIELDS.map(({ name, label, help }) => (
          <Field key={name} label={label} id={`limit-${name}`} help={help} error={faults[name]}>
            <Input
              id={`limit-${name}`}
              inputMode="decimal"
              autoComplete="off"
              className="max-w-40"
              value={form[name]}
              invalid={faults[name] !== undefined}
              aria-describedby={describedBy(`limit-${name}`, help, faults[name])}
              onChange={(event) => {
                setForm({ ...form, [name]: event.target.value });
                save.reset();
              }}
            />
          </Field>
        ))}
        {save.isError ? (
          <div role="alert">
            <Callout tone="bad" title="Not saved">
              {explain(save.error)}
            </Callout>
          </div>
        ) : null}
        <Button type="submit" variant="primary" className="self-start" disabled={!changed || save.isPending}>
          {save.isPending ? 'Saving …' : save.isSuccess && !changed ? 'Saved' : 'Save limits'}
        </Button>
      </form>
    </Panel>
  );
}
