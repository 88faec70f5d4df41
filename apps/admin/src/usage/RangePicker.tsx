import { Input } from '@easel/ui';
import { Chip } from '../app/Chip.js';
import { lastDays, parseRange, type UsageRange } from './usage-range.js';

const SPANS = [7, 30, 90] as const;

interface Props {
  range: UsageRange;
  /** The days that are shown, also when none were chosen. */
  shown: Required<UsageRange> | undefined;
  onRange: (range: UsageRange) => void;
}

/** Which days: the last so many, or from one to another. */
export function RangePicker({ range, shown, onRange }: Props) {
  const from = range.from ?? shown?.from ?? '';
  const to = range.to ?? shown?.to ?? '';
  return (
    <fieldset aria-label="Days" className="flex flex-wrap items-center gap-1.5">
      {SPANS.map((days) => {
        const span = lastDays(days);
        return (
          <Chip key={days} on={from === span.from && to === span.to} onPress={() => onRange(span)}>
            {days} days
          </Chip>
        );
      })}
      <span className="flex items-center gap-1.5">
        <Input
          type="date"
          aria-label="From"
          className="h-8! w-36! bg-surface-2! text-[13px]!"
          value={from}
          max={to}
          onChange={(event) => event.target.value && onRange(parseRange({ from: event.target.value, to }))}
        />
        <span className="text-text-3">to</span>
        <Input
          type="date"
          aria-label="To"
          className="h-8! w-36! bg-surface-2! text-[13px]!"
          value={to}
          min={from}
          onChange={(event) => event.target.value && onRange(parseRange({ from, to: event.target.value }))}
        />
      </span>
    </fieldset>
  );
}
