import { AlertCircle, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

export interface FieldProps {
  label: string;
  /** Id of the control that the label names. */
  id: string;
  help?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  /** Shown at the right of the label, for example a counter. */
  aside?: ReactNode;
  /** Shows that the value differs from its default, with a way back. */
  onReset?: (() => void) | undefined;
  resetLabel?: string | undefined;
  /** For controls that are groups and cannot be named by `for`. */
  group?: boolean | undefined;
  children: ReactNode;
  className?: string | undefined;
}

/** Ids of the texts that describe a field's control; give it to `aria-describedby`. */
export const describedBy = (id: string, help?: string, error?: string): string | undefined =>
  [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;

/** A labelled control with help, an error at the field, and a reset when it was changed. */
export function Field(props: FieldProps) {
  const { label, id, help, error, required, aside, onReset, resetLabel, group, children, className } = props;
  const Label = group ? 'span' : 'label';
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex min-h-5 items-center gap-2 text-[13px]">
        <Label id={`${id}-label`} {...(group ? {} : { htmlFor: id })} className="font-medium text-text-2">
          {label}
          {required ? <span className="sr-only"> (required)</span> : null}
        </Label>
        {onReset ? (
          <button
            type="button"
            onClick={onReset}
            title={resetLabel ?? 'Back to the default'}
            aria-label={`${label}: ${resetLabel ?? 'back to the default'}`}
            className="-my-1 inline-flex min-h-6 items-center gap-1.5 rounded-sm px-1 text-xs text-accent hover:bg-surface-3 pointer-coarse:min-h-11 pointer-coarse:px-2"
          >
            <span aria-hidden className="size-1.5 rounded-full bg-accent" />
            <RotateCcw aria-hidden className="size-3" />
          </button>
        ) : null}
        {aside ? <span className="ml-auto text-xs text-text-3">{aside}</span> : null}
      </div>
      {children}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-[13px] text-bad">
          <AlertCircle aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="text-xs leading-relaxed text-text-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}
