import type { Tone } from '@easel/ui';

/** The colour of a dot on a timeline. */
export const TONE_DOT: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  accent: 'bg-accent',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
};
