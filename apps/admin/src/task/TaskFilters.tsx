import { Button, Select } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Chip } from '../app/Chip.js';
import { modelsQuery } from '../model/model.queries.js';
import { parseTaskFilter, statusesOf, type TaskFilter, toggleStatus } from './task-filter.js';
import { STATUS_LOOK, STATUSES, TYPE_LABEL, TYPES } from './task-status.js';

interface Props {
  filter: TaskFilter;
  onChange: (filter: TaskFilter) => void;
}

export function TaskFilters({ filter, onChange }: Props) {
  const models = useQuery(modelsQuery());
  const named = statusesOf(filter);
  const known = models.data?.map((model) => ({ value: model.id, label: model.name })) ?? [];
  const missing = filter.model !== undefined && !known.some((option) => option.value === filter.model);
  const change = (part: Record<string, string>) => onChange(parseTaskFilter({ ...filter, ...part }));
  return (
    <div className="flex flex-col gap-2 md:flex-row md:flex-wrap md:items-center md:gap-x-4">
      <fieldset
        aria-label="Status"
        className="flex items-center gap-1.5 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4"
      >
        {STATUSES.map((status) => (
          <Chip key={status} on={named.includes(status)} onPress={() => onChange(toggleStatus(filter, status))}>
            {STATUS_LOOK[status].label}
          </Chip>
        ))}
        {Object.keys(filter).length > 0 ? (
          <Button size="sm" variant="ghost" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange({})}>
            Clear
          </Button>
        ) : null}
      </fieldset>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <Select
          aria-label="Model"
          className="h-8! bg-surface-2! text-[13px]! md:max-w-44"
          value={filter.model ?? ''}
          onValueChange={(model) => change({ model })}
          options={[
            { value: '', label: 'All models' },
            ...known,
            ...(missing ? [{ value: filter.model ?? '', label: filter.model ?? '' }] : []),
          ]}
        />
        <Select
          aria-label="Type"
          className="h-8! bg-surface-2! text-[13px]! md:max-w-32"
          value={filter.type ?? ''}
          onValueChange={(type) => change({ type })}
          options={[
            { value: '', label: 'All types' },
            ...TYPES.map((type) => ({ value: type, label: TYPE_LABEL[type] })),
          ]}
        />
      </div>
    </div>
  );
}
