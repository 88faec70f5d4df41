import { AUDIT_ACTIONS, AuditOutcome } from '@easel/contracts';
import { Button, Input, Select } from '@easel/ui';
import { X } from 'lucide-react';
import { useId } from 'react';
import { type AuditFilter, parseAuditFilter } from './audit-filter.js';
import { actionLabel, OUTCOME_LOOK } from './audit-look.js';

const SMALL = 'h-8! bg-surface-2! text-[13px]!';
const IDS = [
  ['actor_id', 'by'],
  ['target_id', 'upon'],
  ['request_id', 'request'],
] as const;

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, onChange }: Props) {
  const change = (part: Record<string, string>) => onChange(parseAuditFilter({ ...filter, ...part }));
  return (
    <fieldset aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Action"
        className={`${SMALL} w-auto! max-w-52`}
        value={filter.action ?? ''}
        onValueChange={(action) => change({ action })}
        options={[
          { value: '', label: 'All actions' },
          ...AUDIT_ACTIONS.map((action) => ({ value: action, label: actionLabel(action) })),
        ]}
      />
      <Select
        aria-label="Outcome"
        className={`${SMALL} w-auto!`}
        value={filter.outcome ?? ''}
        onValueChange={(outcome) => change({ outcome })}
        options={[
          { value: '', label: 'Every outcome' },
          ...AuditOutcome.options.map((outcome) => ({ value: outcome, label: OUTCOME_LOOK[outcome].label })),
        ]}
      />
      <Day label="From" value={filter.from} onChange={(from) => change({ from })} />
      <Day label="To" value={filter.to} onChange={(to) => change({ to })} />
      {IDS.map(([name, word]) =>
        filter[name] === undefined ? null : (
          <Button key={name} size="sm" title={filter[name]} onClick={() => change({ [name]: '' })}>
            <span className="sr-only">Remove the filter: </span>
            {word} …{filter[name].slice(-6)}
            <X aria-hidden className="size-3.5" />
          </Button>
        ),
      )}
      {Object.keys(filter).length > 0 ? (
        <Button size="sm" variant="ghost" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange({})}>
          Clear
        </Button>
      ) : null}
    </fieldset>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (day: string) => void;
}

function Day({ label, value, onChange }: DayProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5 text-[13px] text-text-2">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type="date"
        className={`${SMALL} w-auto!`}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
