import { expect, test } from 'vitest';
import { auditQueryOf, parseAuditFilter } from './audit-filter.js';

test('an address gives the filter, and what it does not know is left out', () => {
  const search = {
    action: 'task.delete',
    outcome: 'perhaps',
    actor_id: 'user_1',
    from: '2026-01-31',
    to: '31.1.',
    page: '2',
  };
  expect(parseAuditFilter(search)).toEqual({ action: 'task.delete', actor_id: 'user_1', from: '2026-01-31' });
  expect(parseAuditFilter({ from: '2026-13-01' })).toEqual({});
});

test('the last day is taken to its end', () => {
  const { after, before, ...rest } = auditQueryOf({ outcome: 'refused', from: '2026-01-31', to: '2026-01-31' });
  expect(rest).toEqual({ outcome: 'refused' });
  expect(Date.parse(before ?? '') - Date.parse(after ?? '')).toBe(86_400_000);
});
