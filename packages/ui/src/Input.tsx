import type { ComponentProps } from 'react';
import { classNames } from './class-names.js';

const BOX =
  'w-full min-w-0 rounded-md border bg-field text-text-1 placeholder:text-text-3 transition-colors duration-100 disabled:opacity-60';
const edge = (invalid?: boolean) => (invalid ? 'border-bad' : 'border-line hover:border-line-strong');

export interface InputProps extends ComponentProps<'input'> {
  invalid?: boolean;
}

export function Input({ invalid, className, ...rest }: InputProps) {
  return (
    <input
      aria-invalid={invalid || undefined}
      className={classNames(
        BOX,
        edge(invalid),
        'h-9 px-2.5 text-sm pointer-coarse:min-h-11 pointer-coarse:text-base',
        className,
      )}
      {...rest}
    />
  );
}

export interface TextareaProps extends ComponentProps<'textarea'> {
  invalid?: boolean;
}

export function Textarea({ invalid, className, ...rest }: TextareaProps) {
  return (
    <textarea
      aria-invalid={invalid || undefined}
      className={classNames(
        BOX,
        edge(invalid),
        'resize-none px-3 py-2 text-[15px] leading-relaxed pointer-coarse:text-base',
        className,
      )}
      {...rest}
    />
  );
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'onChange'> {
  options: readonly { value: string; label: string }[];
  onValueChange: (value: string) => void;
  invalid?: boolean;
}

export function Select({ options, onValueChange, invalid, className, ...rest }: SelectProps) {
  return (
    <select
      aria-invalid={invalid || undefined}
      onChange={(event) => onValueChange(event.target.value)}
      className={classNames(
        BOX,
        edge(invalid),
        'h-9 px-2 text-sm pointer-coarse:min-h-11 pointer-coarse:text-base',
        className,
      )}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
