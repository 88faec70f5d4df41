/** Round marks for an axis that begins at zero, and its end: at most five of them, none below one micro-dollar. */
export function axisOf(highest: number): { ticks: number[]; end: number } {
  if (highest <= 0) return { ticks: [0], end: 1 };
  const rough = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const count = Math.ceil(highest / step - 1e-9);
  return { ticks: Array.from({ length: count + 1 }, (_, index) => index * step), end: count * step };
}

/** Which of many labels to draw so that no more than `room` are there, always with the last. */
export function labelled(count: number, room: number): Set<number> {
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  const shown = new Set<number>();
  for (let index = count - 1; index >= 0; index -= every) shown.add(index);
  return shown;
}
