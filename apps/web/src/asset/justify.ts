export interface JustifiedRow<T> {
  height: number;
  items: { item: T; width: number }[];
}

/**
 * Rows of equal width in which pictures keep their proportions. The last row is as high as the one before.
 *
 * @param target height to aim at; rows are no higher than it
 */
export function justify<T extends { width: number; height: number }>(
  items: readonly T[],
  width: number,
  target: number,
  gap: number,
): JustifiedRow<T>[] {
  const rows: JustifiedRow<T>[] = [];
  let row: T[] = [];
  let ratios = 0;
  const close = (height: number) => {
    rows.push({ height, items: row.map((item) => ({ item, width: (item.width / item.height) * height })) });
    row = [];
    ratios = 0;
  };
  for (const item of items) {
    row.push(item);
    ratios += item.width / item.height;
    const height = (width - gap * (row.length - 1)) / ratios;
    if (height <= target) close(height);
  }
  if (row.length > 0) close(rows.at(-1)?.height ?? target);
  return rows;
}
