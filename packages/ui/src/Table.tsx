import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.js';

/** A table that scrolls by itself, with a head that stays. The region can be reached by keyboard. */
export function Table({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={classNames('overflow-auto rounded-md border border-line', className)}
    >
      <table className="w-full border-collapse text-left text-[13px]">{children}</table>
    </section>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-surface-3 text-text-2">
      <tr>{children}</tr>
    </thead>
  );
}

export function HeadCell({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="col" className={classNames('h-9 px-3 font-medium whitespace-nowrap', className)} {...rest} />;
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={classNames('border-t border-line hover:bg-surface-3', className)} {...rest} />;
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={classNames('h-10 px-3 align-middle', className)} {...rest} />;
}
