import { describedBy, Field, Segmented, Select, Switch } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';
import type { FieldPart } from './TextField';

/** One of a list: a bar while it fits, else a menu. */
export function ChoiceField(props: FieldPart<ParameterOf<'enum'>, string | undefined>) {
  const { name, parameter, value, error, onChange, onReset } = props;
  const id = `field-${name}`;
  const asBar = parameter.options.length <= 4 && parameter.default !== undefined;
  const common = { id, label: parameter.label, help: parameter.help, error, onReset, required: parameter.required };
  if (asBar) {
    return (
      <Field {...common} group>
        <Segmented label={parameter.label} options={parameter.options} value={value ?? ''} onChange={onChange} />
      </Field>
    );
  }
  const none = parameter.default === undefined ? [{ value: '', label: 'Not set' }] : [];
  return (
    <Field {...common}>
      <Select
        id={id}
        options={[...none, ...parameter.options]}
        value={value ?? ''}
        invalid={error !== undefined}
        aria-describedby={describedBy(id, parameter.help, error)}
        onValueChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
      />
    </Field>
  );
}

export function SwitchField(props: FieldPart<ParameterOf<'boolean'>, boolean>) {
  const { name, parameter, value, error, onChange, onReset } = props;
  const id = `field-${name}`;
  return (
    <Field id={id} label={parameter.label} help={parameter.help} error={error} onReset={onReset} group>
      <Switch id={id} checked={value} onChange={onChange} describedBy={describedBy(id, parameter.help, error)} />
    </Field>
  );
}
