import type { AuditAction, AuditActor, AuditOutcome, AuditTargetKind } from '@easel/contracts';
import type { Tone } from '@easel/ui';

export const OUTCOME_LOOK = {
  ok: { label: 'Done', tone: 'neutral' },
  refused: { label: 'Refused', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
} as const satisfies Record<AuditOutcome, { label: string; tone: Tone }>;

/** `backend.drain` as a person says it: `Backend: drain`. */
export function actionLabel(action: AuditAction): string {
  const [room = '', verb = ''] = action.split('.');
  return `${room.charAt(0).toUpperCase()}${room.slice(1)}: ${verb.replaceAll('_', ' ')}`;
}

/** Who acted, in a word or two. */
export const actorLabel = (actor: AuditActor): string =>
  actor.kind === 'key' ? `${actor.name} (key)` : actor.kind === 'anonymous' ? 'Somebody unknown' : actor.name;

/** What kind of thing it is or was, for a sentence: `This task …`. */
export const KIND_WORD = {
  user: 'person',
  session: 'session',
  invitation: 'invitation',
  key: 'key',
  backend: 'backend',
  deploy: 'deployment',
  model: 'model',
  settings: 'settings',
  retention: 'retention rules',
  task: 'task',
  asset: 'asset',
  webhook: 'webhook',
  delivery: 'delivery',
  audit: 'audit log',
  route: 'route',
  backup: 'backup',
} as const satisfies Record<AuditTargetKind, string>;
