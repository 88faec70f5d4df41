import type { Deploy, DeployLog } from '@easel/contracts';

/** A deployment's log as far as it was read. */
export interface LogSoFar {
  deploy: Deploy | null;
  text: string;
  /** Where the next part begins. */
  next_offset: number;
  done: boolean;
}

export const NO_LOG: LogSoFar = { deploy: null, text: '', next_offset: 0, done: false };

/** Joins the next part to a log. A part that begins again at 0 replaces it; one that is already there adds nothing. */
export function joinLog(log: LogSoFar, part: DeployLog): LogSoFar {
  const { deploy, done, next_offset } = part;
  if (part.offset === 0) return { deploy, text: part.text, next_offset, done };
  if (part.offset !== log.next_offset) return { ...log, deploy, done };
  return { deploy, text: log.text + part.text, next_offset, done };
}

export const countLines = (text: string): number => (text === '' ? 0 : text.replace(/\n$/, '').split('\n').length);
