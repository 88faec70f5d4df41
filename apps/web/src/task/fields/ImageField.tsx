import { Field } from '@easel/ui';
import type { ParameterOf } from '../../model/model-form';
import { ImageBox } from './ImageBox';
import type { FieldPart } from './TextField';

/** A picture to start from. */
export default function ImageField(props: FieldPart<ParameterOf<'image'>, string | undefined>) {
  const { name, parameter, value, error, onChange } = props;
  const id = `field-${name}`;
  return (
    <Field id={id} label={parameter.label} help={parameter.help} error={error} required={parameter.required} group>
      <ImageBox id={id} label={parameter.label} value={value} onChange={onChange} isInvalid={error !== undefined} />
    </Field>
  );
}
