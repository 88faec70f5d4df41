export interface Figure {
  name: string;
  value: number;
  limit: number;
  unit: string;
  /** Whether more is better: then the limit is the least that passes. */
  at_least?: boolean;
  note?: string;
  /** Why the limit says nothing on this machine; such a figure is shown and does not fail. */
  unresolved?: string;
}

export const passes = (figure: Figure): boolean =>
  figure.unresolved !== undefined ||
  (Number.isFinite(figure.value) && (figure.at_least ? figure.value >= figure.limit : figure.value <= figure.limit));

const round = (value: number) => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

/** One line per figure, beside its limit. */
export function formatFigure(figure: Figure): string {
  const relation = figure.at_least ? '≥' : '≤';
  const verdict = figure.unresolved !== undefined ? 'n/a ' : passes(figure) ? 'ok  ' : 'FAIL';
  const measured = `${round(figure.value)} ${figure.unit}`.padStart(14);
  const notes = [figure.note, figure.unresolved].filter((note) => note !== undefined);
  const note = notes.length > 0 ? `   (${notes.join('; ')})` : '';
  return `${verdict} ${figure.name.padEnd(62)} ${measured}   ${relation} ${figure.limit} ${figure.unit}${note}`;
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
