import { describedBy, Field, Slider } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

/** A number within bounds: a slider for about right, a box for exact. */
export function NumberField(props: FieldPart<ParameterOf<'integer'> | ParameterOf<'number'>, number | undefined>) {
  const { name, parameter, value, error, onChange, onReset } = props;
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
        disabled={parameter.fixed ?? false}
        invalid={error !== undefined}
        describedBy={describedBy(id, parameter.help, error)}
      />
    </Field>
  );
}
