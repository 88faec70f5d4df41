import { describedBy, Field, Segmented, Slider } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

export interface NumberFieldProps
  extends FieldPart<ParameterOf<'integer'> | ParameterOf<'number'>, number | undefined> {
  /** What the number comes to, beside the label. */
  aside?: string | undefined;
}

/** So few values are shown side by side. */
const FEW = 3;

/** A number within bounds: a slider for about right, a box for exact; of few values, each one. */
export function NumberField(props: NumberFieldProps) {
  const { name, parameter, value, error, onChange, onReset, aside } = props;
  const id = `field-${name}`;
  const step = parameter.step ?? (parameter.type === 'integer' ? 1 : (parameter.max - parameter.min) / 100);
  const steps = Math.floor((parameter.max - parameter.min) / step);
  if (parameter.type === 'integer' && steps < FEW && parameter.default !== undefined) {
    const values = Array.from({ length: steps + 1 }, (_, i) => String(parameter.min + i * step));
    return (
      <Field id={id} label={parameter.label} help={parameter.help} error={error} onReset={onReset} group>
        <Segmented
          label={parameter.label}
          options={values.map((one) => ({ value: one, label: one }))}
          value={String(value ?? parameter.default)}
          onChange={(chosen) => onChange(Number(chosen))}
        />
      </Field>
    );
  }
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
