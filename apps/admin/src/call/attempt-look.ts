import type { AttemptState } from '@easel/contracts';
import type { Tone } from '@easel/ui';

/** How each state of an attempt is named and coloured, in the order of its life. */
export const ATTEMPT_LOOK = {
  submitted: { label: 'Submitted', tone: 'neutral', live: true },
  accepted: { label: 'Accepted', tone: 'neutral', live: true },
  running: { label: 'Running', tone: 'accent', live: true },
  unknown: { label: 'Fate unknown', tone: 'warn', live: true },
  succeeded: { label: 'Succeeded', tone: 'ok', live: false },
  failed: { label: 'Failed', tone: 'bad', live: false },
  cancelled: { label: 'Cancelled', tone: 'neutral', live: false },
} as const satisfies Record<AttemptState, { label: string; tone: Tone; live: boolean }>;

// Object.keys forgets the literal keys that the table fixes.
export const ATTEMPT_STATES = Object.keys(ATTEMPT_LOOK) as AttemptState[];

/** Attempts that have not ended. */
export const LIVE_STATES = ATTEMPT_STATES.filter((state) => ATTEMPT_LOOK[state].live);
