import type { Model } from '@easel/sdk';
import { classNames } from '@easel/ui';
import { availabilityOf } from './availability';

const DOTS = { ok: 'bg-ok', warn: 'bg-warn', neutral: 'border border-line-strong' };

/** A dot and the words that say whether the model would start a task. */
export function Availability({ model }: { model: Model }) {
  const { words, tone } = availabilityOf(model);
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', DOTS[tone])} />
      {words}
    </span>
  );
}
