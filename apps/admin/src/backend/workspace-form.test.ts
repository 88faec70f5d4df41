import { EaselError } from '@easel/sdk';
import { expect, test } from 'vitest';
import { EMPTY_FORM, errorsByField, freeLabel, readForm, readTokens } from './workspace-form.js';

const typed = { ...EMPTY_FORM, token_id: ' ak-one ', token_secret: 'as-two' };

test('both tokens are found in whatever was pasted', () => {
  const pair = { token_id: 'ak-A1_b', token_secret: 'as-C2-d' };
  expect(readTokens('modal token set --token-id ak-A1_b --token-secret as-C2-d')).toEqual(pair);
  expect(readTokens('MODAL_TOKEN_ID=ak-A1_b\nMODAL_TOKEN_SECRET="as-C2-d"\n')).toEqual(pair);
  expect(readTokens('ak-A1_b')).toBeNull();
  expect(readTokens('break-even as-is')).toBeNull();
});

test('what was typed becomes a body, with a name when none was given', () => {
  expect(readForm(typed, 'Workspace 1')).toEqual({
    body: {
      kind: 'modal',
      label: 'Workspace 1',
      token_id: 'ak-one',
      token_secret: 'as-two',
      environment: null,
      weight: 1,
      models: null,
    },
  });
});

test('what is missing is said at its field', () => {
  const answer = readForm({ ...EMPTY_FORM, weight: '0', models: [] }, 'Workspace 1');
  expect('errors' in answer && Object.keys(answer.errors)).toEqual(['token_id', 'token_secret', 'weight', 'models']);
});

test('a free name is one that nobody has', () => {
  expect(freeLabel([])).toBe('Workspace 1');
  expect(freeLabel(['Workspace 1', 'Workspace 3'])).toBe('Workspace 2');
});

test('refusals go to their fields, and the rest is told apart', () => {
  const refused = new EaselError({
    code: 'invalid_input',
    message: 'no',
    detail: 'token_id: must begin with "ak-"',
    errors: [
      { path: 'body.token_id', message: 'must begin with "ak-"' },
      { path: 'elsewhere', message: 'x' },
    ],
  });
  expect(errorsByField(refused, ['token_id', 'label'])).toEqual({
    at: { token_id: 'Must begin with "ak-"' },
    rest: null,
  });
  const conflict = new EaselError({ code: 'conflict', message: 'no', detail: 'The label is taken.' });
  expect(errorsByField(conflict, ['token_id'])).toEqual({ at: {}, rest: 'The label is taken.' });
});
