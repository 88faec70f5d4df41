import { TaskErrorCode } from '@easel/contracts';
import { Button, Input, Select } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Chip } from '../app/Chip.js';
import { backendsQuery } from '../backend/backend.queries.js';
import { modelsQuery } from '../model/model.queries.js';
import { parseTaskFilter, statusesOf, type TaskFilter, toggleStatus, WITHIN } from './task-filter.js';
import { STATUS_LOOK, STATUSES, TYPE_LABEL, TYPES } from './task-status.js';

const SMALL = 'h-8! bg-surface-2! text-[13px]!';
const WITHIN_LABEL = { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' } as const;
// Object.keys forgets the literal keys that the table fixes.
const WITHIN_KEYS = Object.keys(WITHIN) as (keyof typeof WITHIN)[];

interface Option {
  value: string;
  label: string;
}

interface Props {
  filter: TaskFilter;
  onChange: (filter: TaskFilter) => void;
}

export function TaskFilters({ filter, onChange }: Props) {
  const models = useQuery(modelsQuery());
  const backends = useQuery(backendsQuery());
  const named = statusesOf(filter);
  const change = (part: Record<string, string>) => onChange(parseTaskFilter({ ...filter, ...part }));
  const choices: [keyof TaskFilter & string, string, string, Option[]][] = [
    ['model', 'Model', 'All models', models.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []],
    ['type', 'Type', 'All types', TYPES.map((type) => ({ value: type, label: TYPE_LABEL[type] }))],
    ['backend_id', 'Backend', 'All backends', backends.data?.map(({ id, label }) => ({ value: id, label })) ?? []],
    ['error', 'Error', 'Any error', TaskErrorCode.options.map((code) => ({ value: code, label: spoken(code) }))],
    ['within', 'Created', 'Any time', WITHIN_KEYS.map((key) => ({ value: key, label: WITHIN_LABEL[key] }))],
  ];
  return (
    <div className="flex flex-col gap-2 xl:flex-row xl:flex-wrap xl:items-center xl:gap-x-4">
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
      <fieldset
        aria-label="Filters"
        className="flex min-w-0 flex-1 items-center gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4"
      >
        {choices.map(([name, label, all, options]) => {
          const value = filter[name] ?? '';
          const missing = value !== '' && !options.some((option) => option.value === value);
          return (
            <Select
              key={name}
              aria-label={label}
              className={`${SMALL} w-auto! max-w-40 shrink-0`}
              value={value}
              onValueChange={(chosen) => change({ [name]: chosen })}
              options={[{ value: '', label: all }, ...options, ...(missing ? [{ value, label: value }] : [])]}
            />
          );
        })}
        <Whose filter={filter} onRemove={(name) => change({ [name]: '' })} />
        <PromptFilter key={filter.search ?? ''} value={filter.search ?? ''} onChange={(search) => change({ search })} />
      </fieldset>
    </div>
  );
}

const spoken = (code: string) => code.replaceAll('_', ' ');

/** Filters that come from a link, and can only be taken away. */
function Whose({ filter, onRemove }: { filter: TaskFilter; onRemove: (name: string) => void }) {
  const parts = [
    ['owner_id', 'owner', filter.owner_id],
    ['key_id', 'key', filter.key_id],
  ] as const;
  return parts.map(([name, word, id]) =>
    id === undefined ? null : (
      <Button key={name} size="sm" title={id} onClick={() => onRemove(name)}>
        <span className="sr-only">Remove the filter: </span>
        {word} …{id.slice(-6)}
        <X aria-hidden className="size-3.5" />
      </Button>
    ),
  );
}

const TYPING_MS = 400;

/** Words of a prompt; asked for when the typing pauses. */
function PromptFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait, not another filter
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Input
      type="search"
      aria-label="Words of a prompt, or the beginning of an id"
      placeholder="Prompt or id"
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => setText(event.target.value)}
      className={`${SMALL} min-w-32 md:max-w-56`}
    />
  );
}
