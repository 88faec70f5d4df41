import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.js';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-semibold',
  secondary: 'bg-surface-3 text-text-1 hover:bg-surface-4 border border-line',
  ghost: 'bg-transparent text-text-2 hover:bg-surface-3 hover:text-text-1',
  danger: 'bg-bad-soft text-bad hover:bg-surface-4 border border-line',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 px-2 text-[13px] gap-1.5 pointer-coarse:min-h-11 pointer-coarse:px-3',
  md: 'h-9 px-3 text-sm gap-2 pointer-coarse:min-h-11',
  lg: 'h-11 px-5 text-[15px] gap-2',
};

const BASE =
  'inline-flex shrink-0 items-center justify-center rounded-md whitespace-nowrap transition-colors duration-100 select-none disabled:opacity-55';

/** Class names of a button, for links that look like one. */
export const buttonClass = (variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string =>
  classNames(BASE, VARIANTS[variant], SIZES[size]);

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
}

export function Button({ variant = 'secondary', size = 'md', icon, className, children, type, ...rest }: ButtonProps) {
  return (
    <button type={type ?? 'button'} className={classNames(buttonClass(variant, size), className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** Name for assistive technology; also the tooltip. */
  label: string;
  /** Shown beside the name in the tooltip. */
  shortcut?: string;
  children: ReactNode;
}

/** A square button with an icon. Its label is its accessible name and its tooltip. */
export function IconButton({
  label,
  shortcut,
  variant = 'ghost',
  size = 'md',
  className,
  type,
  ...rest
}: IconButtonProps) {
  const square = size === 'sm' ? 'size-7' : size === 'lg' ? 'size-11' : 'size-9';
  return (
    <button
      type={type ?? 'button'}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      className={classNames(BASE, VARIANTS[variant], square, 'pointer-coarse:size-11', className)}
      {...rest}
    />
  );
}
