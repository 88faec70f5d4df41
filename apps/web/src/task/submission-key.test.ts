import { expect, test } from 'vitest';
import { closeSubmission, submissionKey } from './submission-key';

test('an unanswered request keeps its key, an answered one does not', () => {
  const request = { model: 'm', input: { prompt: 'a' } };
  const first = submissionKey(request);
  expect(submissionKey({ ...request })).toBe(first);
  expect(submissionKey({ model: 'm', input: { prompt: 'b' } })).not.toBe(first);
  const second = submissionKey(request);
  closeSubmission();
  expect(submissionKey(request)).not.toBe(second);
});
