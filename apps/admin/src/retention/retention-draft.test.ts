import { expect, test } from 'vitest';
import { draftsOf, errorsOf, isSound, newDraft, rulesOf } from './retention-draft.js';

const owner_id = `user_${'0'.repeat(26)}`;

test('stored rules can be edited and come back the same', () => {
  const rule = { kind: 'task', type: 'video', older_than_days: 30, owner_id, keep_favorites: false } as const;
  const stored = { ...rule, id: `rule_${'0'.repeat(26)}`, created_at: '2026-01-01T00:00:00.000Z' };
  expect(rulesOf(draftsOf({ rules: [stored], default_days: null, undo_s: 86_400 }))).toEqual([rule]);
});

test('a new rule is sound and takes all results', () => {
  expect(isSound([newDraft('1')])).toBe(true);
  expect(rulesOf([newDraft('1')])).toEqual([
    { kind: 'output', type: null, older_than_days: 90, owner_id: null, keep_favorites: true },
  ]);
});

test('what is wrong is said at its field', () => {
  expect(errorsOf({ ...newDraft('1'), days: '0' })).toHaveProperty('days');
  expect(errorsOf({ ...newDraft('1'), days: '1.5' })).toHaveProperty('days');
  expect(errorsOf({ ...newDraft('1'), owner_id: 'me' })).toHaveProperty('owner_id');
  expect(isSound([newDraft('1'), { ...newDraft('2'), days: '' }])).toBe(false);
});
