import { expect, test } from 'vitest';
import { fitGrid } from './fit-grid';

test('pictures are as large as the space allows', () => {
  expect(fitGrid(1, 1, { width: 800, height: 600 }, 8)).toEqual({ columns: 1, width: 600, height: 600 });
  expect(fitGrid(4, 1, { width: 808, height: 808 }, 8)).toEqual({ columns: 2, width: 400, height: 400 });
  expect(fitGrid(2, 1, { width: 400, height: 900 }, 8)).toEqual({ columns: 1, width: 400, height: 400 });
  expect(fitGrid(4, 1, { width: 990, height: 519 }, 8)).toMatchObject({ columns: 2, width: 255 });
  expect(fitGrid(3, 1.5, { width: 1216, height: 300 }, 8)).toMatchObject({ columns: 3, width: 400 });
});
