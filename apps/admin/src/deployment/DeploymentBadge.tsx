import type { DeploymentState } from '@easel/contracts';
import { Badge } from '@easel/ui';
import { Check, CircleDashed, CircleHelp, Clock, X } from 'lucide-react';
import { DEPLOYMENT_LOOK } from './deployment-matrix.js';

const ICONS = {
  failed: X,
  stale: Clock,
  missing: CircleDashed,
  unknown: CircleHelp,
  deployed: Check,
} as const satisfies Record<DeploymentState, unknown>;

export function DeploymentBadge({ state }: { state: DeploymentState }) {
  const Icon = ICONS[state];
  const look = DEPLOYMENT_LOOK[state];
  return (
    <Badge tone={look.tone}>
      <Icon aria-hidden className="size-3.5" />
      <span title={look.means}>{look.label}</span>
    </Badge>
  );
}
