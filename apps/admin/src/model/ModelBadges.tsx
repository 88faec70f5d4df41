import type { Model } from '@easel/sdk';
import { Badge } from '@easel/ui';
import { AVAILABILITY_LOOK } from './model-look.js';

export function ModelBadges({ model }: { model: Pick<Model, 'enabled' | 'availability'> }) {
  const look = AVAILABILITY_LOOK[model.availability];
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {model.enabled ? null : <Badge tone="warn">Disabled</Badge>}
      <Badge tone={look.tone}>
        <span title={look.means}>{look.label}</span>
      </Badge>
    </span>
  );
}
