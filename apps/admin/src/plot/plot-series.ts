/** Points of one or more lines over time. All have one value for each moment. */
export interface PlotData {
  at: readonly string[];
  step_s: number;
  series: readonly PlotSeries[];
}

export interface PlotSeries {
  key: string;
  label: string;
  values: readonly (number | null)[];
}

/** Key of what the smallest series add up to. */
export const OTHERS = 'other';

/** As many as there are colours that can be told apart; the rest is one series. */
export const MOST_SERIES = 5;

const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);

/** The largest series, and all others added up into one, so that every one has a colour of its own. */
export function largestSeries(series: readonly PlotSeries[], most = MOST_SERIES): PlotSeries[] {
  if (series.length <= most) return [...series];
  const sorted = [...series].sort((a, b) => sum(b.values) - sum(a.values));
  const rest = sorted.slice(most - 1);
  const length = Math.max(...rest.map((one) => one.values.length));
  const values = Array.from({ length }, (_, index) => sum(rest.map((one) => one.values[index] ?? null)));
  return [...sorted.slice(0, most - 1), { key: OTHERS, label: `${rest.length} others`, values }];
}

/** One row a moment, as the plots take them: values under the keys `s0`, `s1` …, since real ones may hold dots. */
export function rowsOf({ at, series }: PlotData): Record<string, number | null>[] {
  return at.map((moment, index) => ({
    at: Date.parse(moment),
    ...Object.fromEntries(series.map((one, place) => [`s${place}`, one.values[index] ?? null])),
  }));
}

/** Whether there is anything to be drawn. */
export const isEmpty = (series: readonly PlotSeries[]): boolean =>
  series.every((one) => one.values.every((value) => value === null || value === 0));

/** The last value that was measured; null when none was. */
export const latestOf = (series: PlotSeries): number | null =>
  series.values.findLast((value) => value !== null) ?? null;

export const totalOf = (series: PlotSeries): number => sum(series.values);
