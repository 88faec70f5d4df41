import type { AdminModel } from '@easel/contracts';
import { Switch } from '@easel/ui';
import { formatFull } from '../app/format.js';
import { useModelSwitch } from './use-model-switch.js';

/** Whether new tasks are taken; one press changes it, with an undo. */
export function ModelSwitch({ model }: { model: AdminModel }) {
  const set = useModelSwitch();
  const id = `takes-${model.id}`;
  const { switched } = model;
  return (
    <span
      className="inline-flex items-center"
      title={
        switched === null
          ? undefined
          : `Switched ${model.enabled ? 'on' : 'off'} ${switched.by === null ? '' : `by ${switched.by.name} `}on ${formatFull(switched.at)}`
      }
    >
      <span id={`${id}-label`} className="sr-only">
        {model.name} takes tasks
      </span>
      <Switch
        id={id}
        checked={model.enabled}
        disabled={set.isPending}
        onChange={(enabled) => set.mutate({ id: model.id, enabled })}
      />
    </span>
  );
}
