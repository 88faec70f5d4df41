import type { BackendKind } from '@easel/contracts';
import { Field, Skeleton, Switch } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../model/model.queries.js';

interface Props {
  id: string;
  /** What kind of place it is: only models with a runtime for it are offered. */
  kind: BackendKind;
  /** Models that may run; null allows all. */
  value: string[] | null;
  onChange: (models: string[] | null) => void;
  error?: string | undefined;
}

/** Which models may run there: all, also those to come, or the chosen ones. */
export function ModelChoice({ id, kind, value, onChange, error }: Props) {
  const { data } = useQuery(modelsQuery());
  const known = data?.filter((model) => model.limits.runtimes.includes(kind)).map((model) => model.id) ?? [];
  // A model that has left the settings stays to be seen, and can be taken out.
  const models = [...known, ...(value ?? []).filter((model) => !known.includes(model))];
  const nameOf = (model: string) => data?.find((other) => other.id === model)?.name ?? model;
  return (
    <Field label="Models allowed" id={id} group error={error}>
      <div className="flex items-center gap-2.5 text-[13px]">
        <Switch id={`${id}-all`} checked={value === null} onChange={(all) => onChange(all ? null : known)} />
        <label id={`${id}-all-label`} htmlFor={`${id}-all`}>
          All, also those to come
        </label>
      </div>
      {value === null ? null : data === undefined ? (
        <Skeleton className="h-20" />
      ) : (
        <fieldset
          aria-labelledby={`${id}-label`}
          className="grid grid-cols-[repeat(auto-fill,minmax(min(11rem,100%),1fr))] gap-x-4 rounded-md border border-line bg-field px-3 py-1.5"
        >
          {models.map((model) => (
            <label
              key={model}
              className="flex min-h-7 cursor-pointer items-center gap-2 text-[13px] pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={value.includes(model)}
                onChange={(event) =>
                  onChange(models.filter((other) => (other === model ? event.target.checked : value.includes(other))))
                }
              />
              <span className="truncate" title={model}>
                {nameOf(model)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Field>
  );
}
