import { classNames } from './class-names.js';

export interface ProgressProps {
  label: string;
  /** 0 to 100; null when nothing is known yet. */
  value: number | null;
  className?: string;
}

export function Progress({ label, value, className }: ProgressProps) {
  const known = value !== null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': Math.round(value) } : {})}
      className={classNames('h-1.5 overflow-hidden rounded-full bg-surface-4', className)}
    >
      <div
        className={classNames(
          'h-full rounded-full bg-accent transition-[width] duration-150',
          !known && 'ui-pulse w-full opacity-40',
        )}
        {...(known ? { style: { width: `${Math.min(100, Math.max(0, value))}%` } } : {})}
      />
    </div>
  );
}
