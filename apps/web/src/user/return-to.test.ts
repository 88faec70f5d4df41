import { expect, test } from 'vitest';
import { readReturnTo } from './return-to';

test('a path of this server is gone back to, with its query', () => {
  expect(readReturnTo('/gallery?favorite=true')).toBe('/gallery?favorite=true');
  expect(readReturnTo('/admin/tasks')).toBe('/admin/tasks');
});

test('nothing leads to another server', () => {
  for (const value of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example/x',
    '/.\\/evil.example',
    '/%2e//evil.example',
    7,
  ]) {
    expect(readReturnTo(value)).toBe('/');
  }
});
