import type { User, UserPatch } from '@easel/contracts';

/** Limits as they are typed; empty is none of one's own. */
export interface LimitsForm {
  budget: string;
  queue: string;
  concurrency: string;
}

export const toForm = ({ budget_microusd, queue_max, concurrency_max }: User): LimitsForm => ({
  budget: budget_microusd === null ? '' : String(budget_microusd / 1e6),
  queue: queue_max === null ? '' : String(queue_max),
  concurrency: concurrency_max === null ? '' : String(concurrency_max),
});

const DOLLARS = /^\$?\s*(\d{1,6}(?:\.\d{1,6})?)$/;
const WHOLE = /^[1-9]\d{0,5}$/;

/** What is wrong with a field, or undefined. */
export function limitsFaults({ budget, queue, concurrency }: LimitsForm): Partial<LimitsForm> {
  const whole = (text: string) => text.trim() === '' || WHOLE.test(text.trim());
  return {
    ...(budget.trim() !== '' && !DOLLARS.test(budget.trim()) && { budget: 'Type dollars, for example 20 or 2.50.' }),
    ...(!whole(queue) && { queue: 'Type a whole number of 1 or more, or nothing.' }),
    ...(!whole(concurrency) && { concurrency: 'Type a whole number of 1 or more, or nothing.' }),
  };
}

/** What the form changes; call it without faults only. */
export function toPatch(form: LimitsForm): UserPatch {
  const whole = (text: string) => (text.trim() === '' ? null : Number(text.trim()));
  const dollars = DOLLARS.exec(form.budget.trim())?.[1];
  return {
    budget_microusd: dollars === undefined ? null : Math.round(Number(dollars) * 1e6),
    queue_max: whole(form.queue),
    concurrency_max: whole(form.concurrency),
  };
}
