import type { Parameter } from '@easel/contracts';
import { type Input, isChanged, shownValue } from '../build-input';
import { setValue } from '../draft';
import { ChoiceField, SwitchField } from './ChoiceField';
import { ImageField } from './ImageField';
import { KeyframesField } from './KeyframesField';
import { NumberField } from './NumberField';
import { SeedField } from './SeedField';
import { TextField } from './TextField';

export interface ParameterFieldProps {
  name: string;
  parameter: Parameter;
  values: Input;
  error?: string | undefined;
  lastSeed: number | null;
}

/** The field that fits a parameter's type. */
export function ParameterField({ name, parameter: p, values, error, lastSeed }: ParameterFieldProps) {
  const value = shownValue(values, name, p);
  const onChange = (next: unknown) => setValue(name, next);
  const hasDefault = 'default' in p && p.default !== undefined;
  const onReset = hasDefault && isChanged(values, name, p) ? () => setValue(name, undefined) : undefined;
  const common = { name, error, onChange, onReset };
  switch (p.type) {
    case 'string':
      return <TextField {...common} parameter={p} value={typeof value === 'string' ? value : ''} rows={2} />;
    case 'integer':
    case 'number':
      return <NumberField {...common} parameter={p} value={typeof value === 'number' ? value : undefined} />;
    case 'boolean':
      return <SwitchField {...common} parameter={p} value={value === true} />;
    case 'enum':
      return <ChoiceField {...common} parameter={p} value={typeof value === 'string' ? value : undefined} />;
    case 'seed':
      return (
        <SeedField
          {...common}
          parameter={p}
          value={typeof value === 'number' ? value : undefined}
          lastSeed={lastSeed}
        />
      );
    case 'image':
      return <ImageField {...common} parameter={p} value={typeof value === 'string' ? value : undefined} />;
    case 'keyframes':
      return <KeyframesField {...common} parameter={p} value={Array.isArray(value) ? value : []} />;
  }
}
