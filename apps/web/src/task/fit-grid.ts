export interface Grid {
  columns: number;
  width: number;
  height: number;
}

/** The columns that show `count` pictures of one ratio (width by height) as large as the space allows. */
export function fitGrid(count: number, ratio: number, space: { width: number; height: number }, gap: number): Grid {
  let best: Grid = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const width = Math.floor(
      Math.min((space.width - gap * (columns - 1)) / columns, ((space.height - gap * (rows - 1)) / rows) * ratio),
    );
    if (width > best.width) best = { columns, width, height: Math.floor(width / ratio) };
  }
  return best;
}
