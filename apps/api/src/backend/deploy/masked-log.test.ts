import { expect, test } from 'vitest';
import { createMaskedLog } from './masked-log.js';

const SECRET = 'as-very-secret_one';
const log = () => createMaskedLog([SECRET]);

test('a secret is masked wherever the output is cut', () => {
  const text = `before ${SECRET} after\n`;
  for (let cut = 0; cut <= text.length; cut += 1) {
    const made = log();
    made.add(text.slice(0, cut));
    const first = made.take();
    made.add(text.slice(cut));
    made.end();
    expect(first + made.take()).toBe('before [hidden] after\n');
  }
});

test('a secret is masked in a line that never ends, and in the last words', () => {
  const made = log();
  let text = '';
  for (let i = 0; i < 3000; i += 1) {
    made.add(`${'x'.repeat(i % 50)}${SECRET}`);
    text += made.take();
  }
  made.end();
  text += made.take();
  expect(text).not.toContain('secret_one');
  expect(text.split('[hidden]').length - 1).toBe(3000);
  expect(made.lastWords()).not.toContain('secret_one');
});

test('tokens of the known shape are masked although nobody named them', () => {
  const made = log();
  made.add('found ak-abcdefgh1234 in a file\n');
  expect(made.take()).toBe('found [hidden] in a file\n'.replace('[hidden]', 'ak-[hidden]'));
});

test('the log ends at its limit and says so once', () => {
  const made = log();
  let text = '';
  for (let i = 0; i < 1500; i += 1) {
    made.add(`${'y'.repeat(1023)}\n`);
    text += made.take();
  }
  expect(text.length).toBeLessThan(1024 * 1024 + 100);
  expect(text.split('left out').length - 1).toBe(1);
});

test('the last words are those of the error, without the frames around it', () => {
  const made = log();
  made.add(
    'Building\n│ frame │\n│ ❱ 11 import x │\n╰──────╯\nDeploymentError: The commit cannot be\nhad. Set HF_ENDPOINT.\n',
  );
  made.add('╭── Traceback ──╮\n│ more │\n');
  expect(made.lastWords()).toBe('DeploymentError: The commit cannot be had. Set HF_ENDPOINT.');
});

test('without an error the last lines are told', () => {
  const made = log();
  made.add('one\n\ntwo\n');
  expect(made.lastWords()).toBe('one two');
});
