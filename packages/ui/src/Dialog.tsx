import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from './Button.js';
import { classNames } from './class-names.js';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the foot. */
  footer?: ReactNode;
  /** `sheet` comes from the bottom edge and is as wide as the screen. */
  placement?: 'centre' | 'sheet';
  className?: string;
}

const PLACEMENT = {
  centre: 'm-auto w-[min(32rem,calc(100vw-2rem))] max-h-[calc(100dvh-4rem)] rounded-lg',
  sheet: 'mx-0 mt-auto mb-0 w-full max-w-full max-h-[85dvh] rounded-t-lg',
};

/** A modal `<dialog>`: the browser keeps focus inside, closes on Escape and gives focus back. */
export function Dialog({ open, onClose, title, children, footer, placement = 'centre', className }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it already; this is for a press beside it
    <dialog
      ref={ref}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className={classNames(
        'border border-line bg-surface-2 p-0 text-text-1 shadow-pop',
        PLACEMENT[placement],
        className,
      )}
    >
      {open ? (
        <div className="ui-pop flex max-h-[inherit] flex-col">
          <header className="flex items-center justify-between gap-3 border-b border-line py-2 pr-2 pl-4">
            <h2 className="text-[15px] font-semibold">{title}</h2>
            <IconButton label="Close" shortcut="Esc" onClick={onClose}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </header>
          <div className="min-h-0 overflow-y-auto p-4">{children}</div>
          {footer ? <footer className="flex justify-end gap-2 border-t border-line p-3">{footer}</footer> : null}
        </div>
      ) : null}
    </dialog>
  );
}
