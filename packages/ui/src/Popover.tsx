import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names.js';

export interface PopoverProps {
  open: boolean;
  onClose: () => void;
  label: string;
  /** What opens it. */
  trigger: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A panel under its trigger. Closes on Escape and on a press elsewhere; focus returns to where it was. */
export function Popover({ open, onClose, label, trigger, children, className }: PopoverProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onClose();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onClose();
      if (before instanceof HTMLElement) before.focus();
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [open, onClose]);
  return (
    <div ref={root} className="relative">
      {trigger}
      {open ? (
        <section
          aria-label={label}
          className={classNames(
            'ui-pop absolute top-full right-0 z-40 mt-2 max-h-[min(70dvh,40rem)] w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border border-line bg-surface-2 shadow-pop',
            className,
          )}
        >
          {children}
        </section>
      ) : null}
    </div>
  );
}
