import type { ReactNode } from 'react';

const CHIP =
  'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 text-[13px] transition-colors duration-100 pointer-coarse:min-h-11 pointer-coarse:px-3.5';
const LOOK = {
  true: 'border-accent bg-accent-soft text-text-1 font-medium',
  false: 'border-line bg-surface-2 text-text-2 hover:border-line-strong hover:text-text-1',
};

/** A filter that is on or off. */
export function Chip({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-pressed={on} className={`${CHIP} ${LOOK[`${on}`]}`} onClick={onPress}>
      {children}
    </button>
  );
}
