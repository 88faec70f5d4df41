import type { ReactNode } from 'react';

/** A key of the keyboard. Hidden where there is none. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-surface-1 px-1 font-sans text-[11px] text-text-2 pointer-coarse:hidden">
      {children}
    </kbd>
  );
}
