import { Select } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '../app/Panel.js';
import { modelsQuery } from '../model/model.queries.js';
import { RouteExplained } from './RouteExplained.js';

interface Props {
  model: string | undefined;
  onModel: (model: string | undefined) => void;
}

/** Asks where a task of a model would go now. */
export function AskRoute({ model, onModel }: Props) {
  const models = useQuery(modelsQuery());
  const known = models.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const missing = model !== undefined && !known.some((option) => option.value === model);
  return (
    <Panel
      title="Where would a task go?"
      aside={
        <Select
          aria-label="Model to ask about"
          className="h-8! w-auto! max-w-[55%] text-[13px]!"
          value={model ?? ''}
          onValueChange={(value) => onModel(value === '' ? undefined : value)}
          options={[
            { value: '', label: 'Choose a model' },
            ...known,
            ...(missing ? [{ value: model, label: model }] : []),
          ]}
        />
      }
    >
      {model === undefined ? (
        <p className="text-[13px] text-text-2">
          Choose a model to see which backend would take a task for it now, and why not the others.
        </p>
      ) : (
        <RouteExplained ask={{ model }} />
      )}
    </Panel>
  );
}
