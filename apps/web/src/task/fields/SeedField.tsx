import { describedBy, Field, Input, Segmented } from '@easel/ui';
import { Dices, Lock } from 'lucide-react';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

export interface SeedFieldProps extends FieldPart<ParameterOf<'seed'>, number | undefined> {
  /** The seed to lock when none was typed: that of the picture in sight. */
  lastSeed: number | null;
}

const someSeed = () => Math.floor(Math.random() * 2 ** 31);

/** A new seed each time, or one that stays. */
export function SeedField({ name, parameter, value, error, onChange, lastSeed }: SeedFieldProps) {
  const id = `field-${name}`;
  const locked = value !== undefined;
  return (
    <Field id={id} label={parameter.label} help={parameter.help} error={error} group>
      <div className="flex gap-2">
        <Segmented
          label={parameter.label}
          className="shrink-0"
          value={locked ? 'locked' : 'random'}
          onChange={(chosen) => onChange(chosen === 'locked' ? (lastSeed ?? someSeed()) : undefined)}
          options={[
            {
              value: 'random',
              name: 'Random',
              label: (
                <>
                  <Dices aria-hidden className="size-3.5 shrink-0" /> Random
                </>
              ),
            },
            {
              value: 'locked',
              name: 'Locked',
              label: (
                <>
                  <Lock aria-hidden className="size-3.5 shrink-0" /> Locked
                </>
              ),
            },
          ]}
        />
        {locked ? (
          <Input
            id={id}
            aria-label={`${parameter.label}, number`}
            inputMode="numeric"
            value={String(value)}
            invalid={error !== undefined}
            aria-describedby={describedBy(id, parameter.help, error)}
            onChange={(event) => {
              const digits = event.target.value.replace(/\D/g, '');
              onChange(digits === '' ? 0 : Number(digits));
            }}
          />
        ) : null}
      </div>
    </Field>
  );
}
