import { AlertTriangle } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

export interface StateProps {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** What a screen shows when there is nothing yet: what it is for, and the next step. */
export function EmptyState({ title, children, icon, action, className }: StateProps) {
  return (
    <div className={classNames('flex flex-col items-center gap-3 px-6 py-10 text-center', className)}>
      {icon ? <div className="text-text-3">{icon}</div> : null}
      <h2 className="text-base font-semibold text-balance">{title}</h2>
      {children ? <div className="max-w-prose text-sm leading-relaxed text-pretty text-text-2">{children}</div> : null}
      {action}
    </div>
  );
}

/** What a screen shows when it could not be loaded: what happened, why, and what to do. */
export function ErrorState({ title, children, action, className }: StateProps) {
  return (
    <div role="alert" className={classNames('flex flex-col items-center gap-3 px-6 py-10 text-center', className)}>
      <AlertTriangle aria-hidden className="size-7 text-bad" />
      <h2 className="text-base font-semibold text-balance">{title}</h2>
      {children ? <div className="max-w-prose text-sm leading-relaxed text-pretty text-text-2">{children}</div> : null}
      {action}
    </div>
  );
}

/** The shape of something that is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('ui-shimmer rounded-md', className)} />;
}
