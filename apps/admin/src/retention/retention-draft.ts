import type { Retention, RetentionRuleInput } from '@easel/contracts';

/** A rule as it is being typed. */
export interface RuleDraft {
  /** Tells rules of the editor apart; means nothing elsewhere. */
  key: string;
  kind: RetentionRuleInput['kind'];
  type: NonNullable<RetentionRuleInput['type']> | '';
  days: string;
  owner_id: string;
  keep_favorites: boolean;
}

const MOST_DAYS = 36_500;
const OWNER = /^user_[0-9a-z]{26}$/;

export const draftsOf = (retention: Retention): RuleDraft[] =>
  retention.rules.map((rule) => ({
    key: rule.id,
    kind: rule.kind,
    type: rule.type ?? '',
    days: String(rule.older_than_days),
    owner_id: rule.owner_id ?? '',
    keep_favorites: rule.keep_favorites,
  }));

export const newDraft = (key: string): RuleDraft => ({
  key,
  kind: 'output',
  type: '',
  days: '90',
  owner_id: '',
  keep_favorites: true,
});

/** What is wrong with a rule, at its field. */
export interface RuleErrors {
  days?: string;
  owner_id?: string;
}

export function errorsOf(draft: RuleDraft): RuleErrors {
  const days = Number(draft.days);
  return {
    ...((!Number.isInteger(days) || days < 1 || days > MOST_DAYS) && {
      days: `Give a whole number from 1 to ${MOST_DAYS}.`,
    }),
    ...(draft.owner_id.trim() !== '' &&
      !OWNER.test(draft.owner_id.trim()) && { owner_id: 'Give the id of a person: it begins with user_.' }),
  };
}

export const isSound = (drafts: readonly RuleDraft[]): boolean =>
  drafts.every((draft) => Object.keys(errorsOf(draft)).length === 0);

/** The rules as the API takes them; call it for sound drafts. */
export const rulesOf = (drafts: readonly RuleDraft[]): RetentionRuleInput[] =>
  drafts.map((draft) => ({
    kind: draft.kind,
    type: draft.type === '' ? null : draft.type,
    older_than_days: Number(draft.days),
    owner_id: draft.owner_id.trim() === '' ? null : draft.owner_id.trim(),
    keep_favorites: draft.keep_favorites,
  }));
