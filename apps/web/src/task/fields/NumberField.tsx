import { describedBy, Field, Slider } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

export interface NumberFieldProps
  extends FieldPart<ParameterOf<'integer'> | ParameterOf<'number'>, number | undefined> {
  /** What the number comes to, beside the label. */
  aside?: string | undefined;
}

/** A number within bounds: a slider for about right, a box for exact. */
export function NumberField(props: NumberFieldProps) {
  const { name, parameter, value, error, onChange, onReset, aside } = props;
  const id = `field-${name}`;
  const step = parameter.step ?? (parameter.type === 'integer' ? 1 : (parameter.max - parameter.min) / 100);
  return (
    <Field
      id={id}
      label={parameter.label}
      help={parameter.help}
      error={error}
      required={parameter.required}
      onReset={onReset}
      aside={aside}
      resetLabel={parameter.default === undefined ? undefined : `back to ${parameter.default}`}
    >
      <Slider
        id={id}
        label={parameter.label}
        value={value ?? parameter.min}
        min={parameter.min}
        max={parameter.max}
        step={step}
        onChange={onChange}
        invalid={error !== undefined}
        describedBy={describedBy(id, parameter.help, error)}
      />
    </Field>
  );
}
