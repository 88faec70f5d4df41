import { expect, test } from 'vitest';
import { EMPTY_SCALING, readScaling } from './autoscaler-form.js';

test('empty fields are left out', () => {
  expect(readScaling({ ...EMPTY_SCALING, min_containers: ' 2 ', scaledown_s: '60' })).toEqual({
    patch: { min_containers: 2, scaledown_s: 60 },
  });
});

test('what cannot be is said at its field', () => {
  expect(readScaling({ ...EMPTY_SCALING, max_containers: '0', buffer_containers: '1.5' })).toEqual({
    wrong: { max_containers: 'Give a whole number from 1.', buffer_containers: 'Give a whole number from 0.' },
  });
  expect(readScaling({ ...EMPTY_SCALING, min_containers: '3', max_containers: '2' })).toEqual({
    wrong: { min_containers: 'Cannot be more than “at most”.' },
  });
});
