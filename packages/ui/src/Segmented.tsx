import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.js';

export interface SegmentedOption<V extends string> {
  value: V;
  label: ReactNode;
  /** Accessible name when the label is not text. */
  name?: string;
}

export interface SegmentedProps<V extends string> {
  label: string;
  options: readonly SegmentedOption<V>[];
  value: V;
  onChange: (value: V) => void;
  /** Lets long labels go to a second line of the bar. */
  wrap?: boolean;
  className?: string;
}

/** One of a few: real radio buttons, so that arrow keys work, drawn as a bar. */
export function Segmented<V extends string>({ label, options, value, onChange, wrap, className }: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset
      aria-label={label}
      className={classNames(
        'flex min-w-0 gap-0.5 rounded-md border border-line bg-field p-0.5',
        wrap && 'flex-wrap',
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'relative flex h-7.5 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-sm px-2.5 text-[13px] whitespace-nowrap transition-colors duration-100 has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:min-h-11',
            wrap ? 'min-w-max' : 'min-w-9',
            option.value === value ? 'bg-surface-4 font-medium text-text-1' : 'text-text-2 hover:text-text-1',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            aria-label={option.name}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
