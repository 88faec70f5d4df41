import type { AttemptState } from '@easel/contracts';
import { Badge } from '@easel/ui';
import { Ban, Check, CircleDashed, CircleHelp, LoaderCircle, Send, TriangleAlert } from 'lucide-react';
import { ATTEMPT_LOOK } from './attempt-look.js';

const ICONS = {
  submitted: Send,
  accepted: CircleDashed,
  running: LoaderCircle,
  unknown: CircleHelp,
  succeeded: Check,
  failed: TriangleAlert,
  cancelled: Ban,
} as const satisfies Record<AttemptState, unknown>;

export function AttemptBadge({ state }: { state: AttemptState }) {
  const Icon = ICONS[state];
  const look = ATTEMPT_LOOK[state];
  return (
    <Badge tone={look.tone}>
      <Icon aria-hidden className={`size-3.5 ${state === 'running' ? 'motion-safe:animate-spin' : ''}`} />
      {look.label}
    </Badge>
  );
}
