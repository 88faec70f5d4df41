import { classNames } from './class-names.js';

export interface SwitchProps {
  id: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  describedBy?: string | undefined;
}

export function Switch({ id, checked, onChange, disabled, describedBy }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      id={id}
      aria-checked={checked}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="inline-flex h-6 w-10 shrink-0 items-center pointer-coarse:min-h-11"
    >
      <span
        className={classNames(
          'flex h-6 w-10 items-center rounded-full border px-0.5 transition-colors duration-100',
          checked ? 'border-accent bg-accent' : 'border-line-strong bg-surface-1',
        )}
      >
        <span
          className={classNames(
            'size-4.5 rounded-full transition-transform duration-100',
            checked ? 'translate-x-4 bg-on-accent' : 'bg-text-2',
          )}
        />
      </span>
    </button>
  );
}
