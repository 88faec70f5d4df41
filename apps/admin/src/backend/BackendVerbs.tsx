import type { Backend } from '@easel/contracts';
import { Button, type ButtonSize } from '@easel/ui';
import { Ban, CirclePause, CloudUpload, Play, Stethoscope } from 'lucide-react';
import { isOff, verbsOf } from './backend-look.js';
import type { BackendActions } from './use-backend-actions.js';

interface Props {
  backend: Backend;
  actions: BackendActions;
  size?: ButtonSize;
}

/** The verbs that would change something, each with its one press. */
export function BackendVerbs({ backend, actions, size = 'sm' }: Props) {
  const can = verbsOf(backend);
  const icon = 'size-3.5';
  const busy = (name: keyof BackendActions) => actions[name].isPending && actions[name].variables.id === backend.id;
  const verb = (name: keyof BackendActions, label: string, doing: string, Icon: typeof Play) =>
    can[name] ? (
      <Button
        key={name}
        size={size}
        disabled={busy(name)}
        aria-label={`${label} ${backend.label}`}
        icon={<Icon aria-hidden className={icon} />}
        onClick={() => actions[name].mutate(backend)}
      >
        {busy(name) ? doing : label}
      </Button>
    ) : null;
  return (
    <div className="flex flex-wrap gap-1.5 max-sm:grid max-sm:w-full max-sm:grid-cols-2">
      {verb('check', 'Check', 'Checking …', Stethoscope)}
      {verb('enable', isOff(backend) ? 'Enable' : 'Try again', 'Enabling …', Play)}
      {verb('drain', 'Drain', 'Draining …', CirclePause)}
      {verb('disable', 'Disable', 'Disabling …', Ban)}
      {verb('deploy', 'Deploy', 'Starting …', CloudUpload)}
    </div>
  );
}
