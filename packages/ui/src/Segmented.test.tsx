import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test } from 'vitest';
import { Segmented } from './Segmented.js';

test('a segmented control is a group of radio buttons that hands on what was chosen', () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const host = document.createElement('div');
  document.body.append(host);
  const chosen: string[] = [];
  const options = [
    { value: 'one', label: 'One' },
    { value: 'two', label: 'Two' },
  ] as const;
  act(() =>
    createRoot(host).render(
      <Segmented label="Number" options={options} value="one" onChange={(value) => chosen.push(value)} />,
    ),
  );
  const radios = host.querySelectorAll<HTMLInputElement>('input[type=radio]');
  expect([...radios].map((radio) => radio.checked)).toEqual([true, false]);
  act(() => radios[1]?.click());
  expect(chosen).toEqual(['two']);
});
