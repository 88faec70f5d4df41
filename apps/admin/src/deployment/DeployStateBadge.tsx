import type { Deploy } from '@easel/contracts';
import { Badge, type Tone } from '@easel/ui';
import { Check, LoaderCircle, TriangleAlert } from 'lucide-react';

const LOOK = {
  running: { label: 'Deploying', tone: 'accent', Icon: LoaderCircle },
  checking: { label: 'Being checked', tone: 'accent', Icon: LoaderCircle },
  succeeded: { label: 'Succeeded', tone: 'ok', Icon: Check },
  failed: { label: 'Failed', tone: 'bad', Icon: TriangleAlert },
} as const satisfies Record<Deploy['state'], { label: string; tone: Tone; Icon: unknown }>;

/** Whether a deployment has not ended yet. */
export const isUnderway = ({ state }: Pick<Deploy, 'state'>): boolean => state === 'running' || state === 'checking';

export function DeployStateBadge({ state }: Pick<Deploy, 'state'>) {
  const { label, tone, Icon } = LOOK[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={`size-3.5 ${isUnderway({ state }) ? 'motion-safe:animate-spin' : ''}`} />
      {label}
    </Badge>
  );
}
