import type { Parameter } from '@easel/contracts';
import { Suspense } from 'react';
import { part } from '../../app/part';
import { slotsIn } from '../../model/image-slots';
import { isChanged, shownValue } from '../build-input';
import { setValue } from '../draft';
import { FRAMES, filmOf, lengthOf } from '../film';
import type { Composer } from '../use-composer';
import { ChoiceField, SwitchField } from './ChoiceField';
import { FixedField } from './FixedField';
import { NumberField } from './NumberField';
import { SeedField } from './SeedField';
import { TextField } from './TextField';

// Not every mode takes pictures.
const ImageField = part(() => import('./ImageField'));
const KeyframesField = part(() => import('./KeyframesField'));
const MaskField = part(() => import('./MaskField'));

export interface ParameterFieldProps {
  name: string;
  parameter: Parameter;
  composer: Composer;
  lastSeed: number | null;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** The field that fits a parameter's type and what it is for. */
export function ParameterField({ name, parameter: p, composer, lastSeed }: ParameterFieldProps) {
  const { model, mode, values } = composer;
  const value = shownValue(values, name, p);
  const onChange = (next: unknown) => setValue(name, next);
  const hasDefault = 'default' in p && p.default !== undefined;
  const onReset = hasDefault && isChanged(values, name, p) ? () => setValue(name, undefined) : undefined;
  const common = { name, error: composer.errors[name], onChange, onReset };
  if (p.fixed) return <FixedField name={name} parameter={p} />;
  switch (p.type) {
    case 'string':
      return <TextField {...common} parameter={p} value={asText(value) ?? ''} rows={2} />;
    case 'integer':
    case 'number': {
      const length = name === FRAMES ? lengthOf(filmOf(model, mode, values)) : null;
      return (
        <NumberField {...common} parameter={p} value={asNumber(value)} aside={length ? `= ${length}` : undefined} />
      );
    }
    case 'boolean':
      return <SwitchField {...common} parameter={p} value={value === true} />;
    case 'enum':
      return <ChoiceField {...common} parameter={p} value={asText(value)} />;
    case 'seed':
      return <SeedField {...common} parameter={p} value={asNumber(value)} lastSeed={lastSeed} />;
    case 'image': {
      const slots = slotsIn(model, mode);
      if (slots.find((slot) => slot.name === name)?.role !== 'mask') {
        return (
          <Suspense>
            <ImageField {...common} parameter={p} value={asText(value)} />
          </Suspense>
        );
      }
      const reference = slots.find((slot) => slot.role === 'reference');
      return (
        <Suspense>
          <MaskField
            {...common}
            parameter={p}
            value={asText(value)}
            reference={reference && asText(values[reference.name])}
          />
        </Suspense>
      );
    }
    case 'keyframes':
      return (
        <Suspense>
          <KeyframesField
            {...common}
            parameter={p}
            value={Array.isArray(value) ? value : []}
            film={filmOf(model, mode, values)}
          />
        </Suspense>
      );
  }
}
