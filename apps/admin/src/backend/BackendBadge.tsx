import type { Backend } from '@easel/contracts';
import { Badge } from '@easel/ui';
import { Ban, Check, CircleHelp, CirclePause, KeyRound, Snowflake, Unplug } from 'lucide-react';
import { Countdown } from '../app/Ago.js';
import { coolingBy, STATE_LOOK } from './backend-look.js';

const ICONS = {
  ready: Check,
  cooling: Snowflake,
  unreachable: Unplug,
  credentials_invalid: KeyRound,
  unchecked: CircleHelp,
  draining: CirclePause,
  disabled: Ban,
} as const satisfies Record<Backend['state'], unknown>;

/** The state in a word, with the time that is left while it cools. */
export function BackendBadge({ backend }: { backend: Backend }) {
  const Icon = ICONS[backend.state];
  const look = STATE_LOOK[backend.state];
  const retry_at = backend.state === 'cooling' ? (coolingBy(backend)?.retry_at ?? null) : null;
  return (
    <Badge tone={look.tone}>
      <Icon aria-hidden className="size-3.5" />
      {look.label}
      {retry_at === null ? null : <Countdown until={retry_at} />}
    </Badge>
  );
}
