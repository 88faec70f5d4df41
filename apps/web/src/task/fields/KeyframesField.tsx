import { Button, Field, IconButton, Input } from '@easel/ui';
import { Plus, X } from 'lucide-react';
import type { ParameterOf } from '../../model/model-form';
import { ImageField } from './ImageField';
import type { FieldPart } from './TextField';

interface Keyframe {
  frame: number;
  image?: string | undefined;
}

/** Pictures at given frames. */
export function KeyframesField(props: FieldPart<ParameterOf<'keyframes'>, Keyframe[]>) {
  const { name, parameter, value, error, onChange } = props;
  const id = `field-${name}`;
  const change = (index: number, part: Partial<Keyframe>) =>
    onChange(value.map((keyframe, i) => (i === index ? { ...keyframe, ...part } : keyframe)));
  return (
    <Field id={id} label={parameter.label} help={parameter.help} error={error} required={parameter.required} group>
      {value.map((keyframe, index) => (
        // Keyframes have no identity beyond their place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className="flex items-end gap-2">
          <Input
            type="number"
            min={0}
            aria-label={`Keyframe ${index + 1}: frame`}
            value={keyframe.frame}
            className="w-20!"
            onChange={(event) => change(index, { frame: Number(event.target.value) })}
          />
          <div className="min-w-0 flex-1">
            <ImageField
              name={`${name}-${index}`}
              parameter={{ type: 'image', label: `Keyframe ${index + 1}: picture` }}
              value={keyframe.image}
              onChange={(image) => change(index, { image })}
            />
          </div>
          <IconButton
            label={`Remove keyframe ${index + 1}`}
            onClick={() => onChange(value.length === 1 ? undefined : value.filter((_, i) => i !== index))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        id={id}
        size="sm"
        className="self-start"
        disabled={value.length >= parameter.max_items}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => onChange([...value, { frame: (value.at(-1)?.frame ?? -1) + 1 }])}
      >
        Add a keyframe
      </Button>
    </Field>
  );
}
