import { Button, Select } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp, X } from 'lucide-react';
import { Chip } from '../app/Chip.js';
import { backendsQuery } from '../backend/backend.queries.js';
import { modelsQuery } from '../model/model.queries.js';
import { ATTEMPT_LOOK, ATTEMPT_STATES } from './attempt-look.js';
import { type CallFilter, parseCallFilter, statesOf, toggleState } from './call-filter.js';

interface Props {
  filter: CallFilter;
  onChange: (filter: CallFilter) => void;
}

interface Option {
  value: string;
  label: string;
}

/** The known choices, and the one of the address even if it is not among them. */
const withChosen = (known: Option[], chosen: string | undefined): Option[] =>
  chosen === undefined || known.some((option) => option.value === chosen)
    ? known
    : [...known, { value: chosen, label: chosen }];

export function CallFilters({ filter, onChange }: Props) {
  const models = useQuery(modelsQuery());
  const backends = useQuery(backendsQuery());
  const named = statesOf(filter);
  const change = (part: Record<string, string>) => onChange(parseCallFilter({ ...filter, ...part }));
  return (
    <div className="flex flex-col gap-2 md:flex-row md:flex-wrap md:items-center md:gap-x-4">
      <fieldset
        aria-label="State"
        className="flex items-center gap-1.5 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4"
      >
        <Chip
          on={filter.state === 'unknown'}
          onPress={() => {
            const { state, ...rest } = filter;
            onChange(state === 'unknown' ? rest : { ...rest, state: 'unknown' });
          }}
        >
          <CircleHelp aria-hidden className="size-3.5 text-warn" />
          Fate unknown
        </Chip>
        {ATTEMPT_STATES.filter((state) => state !== 'unknown').map((state) => (
          <Chip key={state} on={named.includes(state)} onPress={() => onChange(toggleState(filter, state))}>
            {ATTEMPT_LOOK[state].label}
          </Chip>
        ))}
        {Object.keys(filter).length > 0 ? (
          <Button size="sm" variant="ghost" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange({})}>
            Clear
          </Button>
        ) : null}
      </fieldset>
      <div className="flex min-w-0 flex-1 items-center gap-2 md:min-w-72">
        <Select
          aria-label="Backend"
          className="h-8! bg-surface-2! text-[13px]! md:max-w-44"
          value={filter.backend ?? ''}
          onValueChange={(backend) => change({ backend })}
          options={[
            { value: '', label: 'All backends' },
            ...withChosen(backends.data?.map(({ id, label }) => ({ value: id, label })) ?? [], filter.backend),
          ]}
        />
        <Select
          aria-label="Model"
          className="h-8! bg-surface-2! text-[13px]! md:max-w-44"
          value={filter.model ?? ''}
          onValueChange={(model) => change({ model })}
          options={[
            { value: '', label: 'All models' },
            ...withChosen(models.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [], filter.model),
          ]}
        />
      </div>
    </div>
  );
}
