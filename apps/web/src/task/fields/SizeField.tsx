import type { Model } from '@easel/sdk';
import { classNames, Field, Input } from '@easel/ui';
import { sizeOf, type Input as Values } from '../build-input';

const BOX = 22;

/** The proportions of a size, drawn. */
function Shape({ width, height }: { width: number; height: number }) {
  const scale = BOX / Math.max(width, height);
  return (
    <span className="grid size-6 place-items-center" aria-hidden>
      <span
        className="rounded-[3px] border-[1.5px] border-current"
        style={{ width: Math.max(7, width * scale), height: Math.max(7, height * scale) }}
      />
    </span>
  );
}

export interface SizeFieldProps {
  model: Model;
  values: Values;
  errors: { width?: string | undefined; height?: string | undefined };
  onChange: (size: { width: number; height: number }) => void;
}

/** Which shape. Where the model makes one only, a quiet line says so. */
export function SizeField({ model, values, errors, onChange }: SizeFieldProps) {
  const size = model.size;
  const chosen = sizeOf(model, values);
  if (!size || !chosen) return null;
  const [first] = size.options;
  if (size.options.length === 1 && !size.custom && first) {
    return (
      <p className="text-xs text-text-3">
        {first.label}, {first.width} × {first.height}: the one size this model makes.
      </p>
    );
  }
  const error = errors.width ?? errors.height;
  return (
    <Field id="field-width" label="Shape" error={error} group aside={`${chosen.width} × ${chosen.height}`}>
      <fieldset aria-label="Shape" className="flex flex-wrap gap-1.5">
        {size.options.map((option) => {
          const on = option.width === chosen.width && option.height === chosen.height;
          return (
            <label
              key={`${option.width}x${option.height}`}
              title={`${option.width} × ${option.height}`}
              className={classNames(
                'relative flex min-w-16 flex-col items-center gap-1 rounded-md border px-2.5 py-2 text-xs has-focus-visible:outline-2 has-focus-visible:outline-accent',
                on
                  ? 'border-accent bg-accent-soft text-text-1'
                  : 'border-line text-text-2 hover:border-line-strong hover:text-text-1',
              )}
            >
              <input
                type="radio"
                name="shape"
                checked={on}
                onChange={() => onChange({ width: option.width, height: option.height })}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              <Shape {...option} />
              {option.label}
            </label>
          );
        })}
      </fieldset>
      {size.custom ? (
        <div className="flex items-center gap-2">
          {(['width', 'height'] as const).map((side) => (
            <Input
              key={side}
              id={side === 'width' ? 'field-width' : 'field-height'}
              type="number"
              aria-label={side === 'width' ? 'Width in pixels' : 'Height in pixels'}
              min={size.custom?.min}
              max={size.custom?.max}
              step={size.custom?.multiple_of}
              value={chosen[side]}
              invalid={error !== undefined}
              onChange={(event) => onChange({ ...chosen, [side]: Number(event.target.value) })}
            />
          ))}
        </div>
      ) : null}
    </Field>
  );
}
