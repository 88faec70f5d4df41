import { describedBy, Field, Input, Textarea } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';

export interface FieldPart<P, V> {
  name: string;
  parameter: P;
  value: V;
  error?: string | undefined;
  onChange: (value: V | undefined) => void;
  onReset?: (() => void) | undefined;
}

export interface TextFieldProps extends FieldPart<ParameterOf<'string'>, string> {
  rows?: number;
  /** Without label and help in sight, for the narrow dock. */
  compact?: boolean;
  autoFocus?: boolean;
}

/** Text with a counter. Ctrl or Cmd + Enter sends the form, which listens for it. */
export function TextField(props: TextFieldProps) {
  const { name, parameter, value, error, onChange, onReset, rows = 4, compact, autoFocus } = props;
  const id = `field-${name}`;
  const shown = {
    id,
    value,
    placeholder: parameter.placeholder,
    required: parameter.required,
    invalid: error !== undefined,
    'aria-describedby': describedBy(id, compact ? undefined : parameter.help, error),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  const long = value.length > parameter.max_length * 0.8;
  return (
    <Field
      id={id}
      label={parameter.label}
      help={compact ? undefined : parameter.help}
      error={error}
      required={parameter.required}
      onReset={onReset}
      className={compact ? '[&>div:first-child]:sr-only' : undefined}
      aside={
        value.length > 0 ? (
          <span className={value.length > parameter.max_length ? 'text-bad' : long ? 'text-warn' : undefined}>
            {value.length} / {parameter.max_length.toLocaleString('en')}
          </span>
        ) : undefined
      }
    >
      {parameter.multiline ? (
        <Textarea {...shown} rows={rows} autoFocus={autoFocus} autoComplete="off" />
      ) : (
        <Input {...shown} autoComplete="off" />
      )}
    </Field>
  );
}
